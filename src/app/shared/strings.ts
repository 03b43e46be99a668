import type { BackendName } from '../../engine/protocol';

/** A heading and what the learner can do about it. */
export interface Advice {
  readonly title: string;
  readonly todo: string;
}

export const units = {
  hours: (n: number) => `${n} h`,
  minutes: (n: number) => `${n} min`,
  seconds: (n: string) => `${n} s`,
  join: (large: string, small: string) => `${large} ${small}`,
  percent: (n: number) => `${n} %`,
  megabytes: (n: string) => `${n} MB`,
  gigabytes: (n: string) => `${n} GB`,
  degrees: (n: number) => `${n}°`,
  perSecond: (n: string) => `${n} per second`,
  none: '–',
};

export const common = {
  name: 'Wakeful',
  skip: 'Skip to the content',
  navigation: 'Pages',
  backToMonitor: 'Back to the monitor',
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  keep: 'Keep',
  notKept: 'Not saved yet',
  later: 'Later',
  save: 'Save',
  newName: 'New name',
  delete: 'Delete',
  tryAgain: 'Try again',
  reload: 'Reload the page',
  technicalDetail: 'Technical detail',
  openingStudio: 'Opening the studio …',
  reading: 'Reading what this device keeps …',
  title: (part: string) => `${part} · Wakeful`,
  newWindow: 'Wakeful, small window',
};

/** What computes, in plain words, with the name that reports of errors need. */
export const backendNames: Readonly<Record<BackendName, string>> = {
  webgpu: 'graphics chip (WebGPU)',
  webgl: 'graphics chip (WebGL)',
  wasm: 'processor (wasm)',
};

export const pages = {
  monitor: 'Monitor',
  history: 'History',
  session: 'Session',
  learners: 'Learners',
  studio: 'Studio',
  settings: 'Settings',
  about: 'About',
};

export const themes = {
  label: 'Theme',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  switchTo: { light: 'Switch to light colours', dark: 'Switch to dark colours' },
};

export const crash = {
  title: 'Something went wrong',
  text: 'Monitoring has stopped. Your recorded session is safe. Reload the page to go on.',
};
