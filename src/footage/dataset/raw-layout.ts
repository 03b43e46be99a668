import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';

/** Name of the session of stills that lie in `<subject>/<label>/` directly. */
export const ONLY_SESSION = 'session';

/** With those that no browser reads: they are refused by their name, and not passed over. */
const VIDEO_TYPES = /\.(mp4|m4v|mov|webm|mkv|ogv|3gp|avi|wmv|asf|mpe?g|vob|mts|m2ts|flv)$/i;
const STILL_TYPES = /\.(jpe?g|jfif|png|webp|bmp|gif|avif)$/i;

/** The label that a folder of stills names, in upper or lower case. */
export function labelOfFolder(name: string): WakefulnessClass | undefined {
  return WAKEFULNESS_CLASSES.find((label) => label === name.toLowerCase());
}

export const isVideoName = (name: string): boolean => VIDEO_TYPES.test(name);
export const isStillName = (name: string): boolean => STILL_TYPES.test(name);
