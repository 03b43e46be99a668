/** Side of kept crops, pixels: what the networks take (DESIGN, section 5). */
export const CROP_SIZE = 160;

/** Frames of a video looked at per second: enough to see a blink. */
export const FRAMES_PER_SECOND = 10;

/** Crops kept per second of video. Neighbouring ones are alike: more would only fill the disk. */
export const CROPS_PER_SECOND = 4;
