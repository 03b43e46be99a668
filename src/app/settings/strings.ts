import type { BackboneId } from '../../common/backbone-ids';
import type { AlertChannelName } from '../../profile';
import type { Sensitivity } from '../../wakefulness/constants';

const channels: Readonly<Record<AlertChannelName, { readonly label: string; readonly hint: string }>> = {
  visual: {
    label: 'On the page',
    hint: 'A strong alert covers the page until you answer it, or have been awake for five seconds.',
  },
  sound: { label: 'Sound', hint: 'Soft when you’re drowsy; gets louder while you’re asleep.' },
  notification: {
    label: 'Notification',
    hint: 'From the browser, over whatever window is in front.',
  },
  vibration: { label: 'Vibration', hint: 'On phones and tablets that have it.' },
  title: { label: 'Tab title and icon', hint: 'The tab changes its name and its icon.' },
};

export const settings = {
  lead: 'Saved on this device. Changes apply right away.',
  alerts: 'Alerts',
  channels,
  unavailable: 'Not in this browser.',
  allow: 'Allow notifications',
  permission: {
    granted: 'Allowed by the browser.',
    denied:
      'Your browser blocks them for this page; sound works without. To allow them, click the icon at the left end of the address bar.',
    default: 'The browser has not been asked yet.',
  },
  network: 'Network',
  backbone: 'Face network',
  backbones: { faceres: 'FaceRes (small, fast)', facenet: 'FaceNet (the paper’s)' } satisfies Record<
    BackboneId,
    string
  >,
  backboneHint: 'From the next session on. Each network has to learn your face once.',
  sensitivity: 'Sensitivity',
  sensitivities: { low: 'Low', normal: 'Normal', high: 'High' } satisfies Record<Sensitivity, string>,
  sensitivityHint: (gentle: number, strong: number) =>
    `A gentle alert after ${gentle} seconds of drowsiness within 12, a strong one after ${strong} seconds of sleep.`,
  snooze: 'Snooze',
  minutes: (minutes: number) => `${minutes} min`,
  breaks: 'Remind me of breaks',
  noBreaks: 'Never',
  breaksHint:
    'After that many minutes, or earlier when drowsiness builds up. Three minutes away count as a break.',
  camera: 'Camera',
  mirror: 'Show the picture as in a mirror',
  look: 'Appearance',
  session: 'Session',
  wakeLock: 'Keep the screen on while monitoring',
  keepHistory: 'Keep sessions in the history',
};

export const camera = {
  device: 'Camera',
  browserDefault: 'Default camera',
  unnamed: (n: number) => `Camera ${n}`,
  resolution: 'Resolution',
  resolutionOf: (width: number, height: number) => `${width} × ${height}`,
  recommended: (resolution: string) => `${resolution} (recommended)`,
  namesLater: 'Camera names appear after you allow camera access.',
  unplugged: 'The chosen camera (not connected)',
};

export const sound = {
  volume: 'Volume',
  test: 'Test the sound',
  testing: 'Playing …',
  failed: 'The browser did not play it. Check that this tab is not muted.',
};
