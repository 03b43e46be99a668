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
  title: 'Offline use',
  readiness,
  install: 'Wakeful is stored on this device. You can also install it as an app from your browser’s menu.',
  download: (size: string) => `Download the models (${size})`,
  progress: 'Models downloaded',
  updates: 'Updates',
  updateReady: 'An update is ready.',
  elsewhere: 'An update is ready. End the session in your other tab, then reload.',
  reloadNow: 'Reload now',
  reloading: 'Reloading …',
};
