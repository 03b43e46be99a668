import type { BackboneId } from '../../common/backbone-ids';
import type { AlertChannelName } from '../../profile';

const channels: Readonly<Record<AlertChannelName, { readonly label: string; readonly hint: string }>> = {
  visual: {
    label: 'On the page',
    hint: 'A strong alert covers the page until you answer it, or have been awake for five seconds.',
  },
  sound: { label: 'Sound', hint: 'Soft when you are drowsy, louder and louder when you sleep.' },
  notification: {
    label: 'Notification',
    hint: 'From the browser, over whatever window is in front.',
  },
  vibration: { label: 'Vibration', hint: 'On phones and tablets that have it.' },
  title: { label: 'Tab title and icon', hint: 'The tab changes its name and its icon.' },
};

export const settings = {
  lead: 'Kept on this device, used at once.',
  alerts: 'Alerts',
  channels,
  unavailable: 'Not in this browser.',
  allow: 'Allow notifications',
  permission: {
    granted: 'Allowed by the browser.',
    denied: 'Blocked by the browser. Allow notifications for this page at the left end of the address bar.',
    default: 'The browser has not been asked yet.',
  },
  network: 'Network',
  backbone: 'Face network',
  backbones: { faceres: 'FaceRes (small, fast)', facenet: 'FaceNet (the paper’s)' } satisfies Record<
    BackboneId,
    string
  >,
  backboneHint: 'From the next session on. Each network has to learn your face once.',
  snooze: 'Snooze in an alert',
  snoozeFor: (minutes: number) => `${minutes} min`,
  camera: 'Camera',
  mirror: 'Show the picture as in a mirror',
  look: 'Look',
  session: 'Session',
  wakeLock: 'Keep the screen on while monitoring',
  keepHistory: 'Keep sessions in the history',
};

export const camera = {
  device: 'Camera',
  browserDefault: 'The browser’s choice',
  unnamed: (n: number) => `Camera ${n}`,
  resolution: 'Resolution',
  resolutionOf: (width: number, height: number) => `${width} × ${height}`,
  recommended: (resolution: string) => `${resolution} (recommended)`,
  namesLater: 'The browser tells the names of cameras once one was allowed.',
  unplugged: 'The chosen camera (not connected)',
};

export const sound = {
  volume: 'Volume',
  test: 'Test the sound',
  testing: 'Playing …',
  failed: 'The browser did not play it. Check that this tab is not muted.',
};
