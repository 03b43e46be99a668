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
  title: 'Without a network',
  readiness,
  again: 'Try again',
  install:
    'Program and models are kept on this device. The browser’s menu can install Wakeful as a program of its own.',
  download: (size: string) => `Download the models (${size})`,
  progress: 'Models downloaded',
  updates: 'New versions',
  updateReady: 'A new version is ready.',
  elsewhere: 'A new version is ready, and a session is running in another tab. End it there, then reload.',
  reloadNow: 'Reload now',
  reloading: 'Reloading …',
};
