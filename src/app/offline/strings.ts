import type { Readiness } from './offline-store';

const readiness: Readonly<Record<Readiness, string>> = {
  unknown: 'Looking for what this device keeps …',
  impossible:
    'Not here: this browser does not keep the program. Wakeful works as long as there is a network.',
  missing: 'Not yet: the models are missing on this device.',
  fetching: 'Not yet: the models are being downloaded …',
  failed: 'Not yet: the models did not arrive, or this browser has no room for them.',
  ready: 'Ready to work offline',
};

export const offline = {
  title: 'Without a network',
  readiness,
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
