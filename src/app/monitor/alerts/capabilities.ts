import { documentPictureInPicture } from './picture-in-picture';

/** What this browser has, so that the page shows only what works. */
export interface AlertCapabilities {
  readonly sound: boolean;
  readonly notification: boolean;
  /** Also false on desktops, whose browsers have the interface and nothing to shake. */
  readonly vibration: boolean;
  readonly wakeLock: boolean;
  readonly pictureInPicture: boolean;
}

export function alertCapabilities(page: Window): AlertCapabilities {
  const { navigator } = page;
  return Object.freeze({
    sound: 'AudioContext' in page,
    notification: 'Notification' in page,
    vibration: 'vibrate' in navigator && navigator.maxTouchPoints > 0,
    wakeLock: 'wakeLock' in navigator,
    pictureInPicture: documentPictureInPicture(page) !== null,
  });
}
