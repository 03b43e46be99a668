import type { Readiness } from './offline-store';

const readiness: Readonly<Record<Readiness, string>> = {
  unknown: 'Looking for what this device keeps …',
  impossible:
    'Not ready: this browser does not keep the program. Wakeful works as long as there is a network.',
  repairing: 'Getting ready to work offline: files of the program are being fetched again …',
  incomplete: 'Not ready: files of the program are missing. They need a network, and room on this device.',
  missing: 'Not ready: the models are missing on this device.',
  fetching: 'Getting ready to work offline: the models are being downloaded …',
  failed: 'Not ready: the models did not arrive, or this browser has no room for them.',
  ready: 'Ready to work offline',
};

export const offline = {
  title: 'Offline use',
  readiness,
  again: 'Try again',
  install: 'Wakeful is stored on this device. You can also install it as an app from your browser’s menu.',
  download: (size: string) => `Download the models (${size})`,
  progress: 'Models downloaded',
  updates: 'Updates',
  updateReady: 'An update is ready.',
  elsewhere: 'An update is ready. End the session in your other tab, then reload.',
  reloadNow: 'Reload now',
  reloading: 'Reloading …',
};
