import type { CountedKind, Fate } from '../../backup/restore';

const kinds: Readonly<Record<CountedKind, (n: number) => string>> = {
  learner: (n) => (n === 1 ? '1 learner' : `${n} learners`),
  session: (n) => (n === 1 ? '1 session' : `${n} sessions`),
  recording: (n) => (n === 1 ? '1 recording with its labels' : `${n} recordings with their labels`),
  network: (n) => (n === 1 ? '1 network' : `${n} networks`),
  training: () => 'an unfinished training',
  settings: () => 'the settings',
};

const fates: Readonly<Record<Fate, string>> = {
  add: 'Added',
  replace: 'Replaced, because the file’s is the later one',
  skip: 'Here already, left as it is',
};

export const backup = {
  title: 'Everything as one file',
  about:
    'Learners, sessions, settings, footage with its labels, and fine-tuned networks: to keep safe, or to take to another device.',
  biometric: 'Biometric data: keep the file to yourself',
  work: {
    export: 'Writing the file …',
    read: 'Looking through the file …',
    restore: 'Restoring …',
  },
  export: 'Export everything',
  exported: 'The file is handed to the browser, which saves it.',
  left: (n: number) =>
    n === 1
      ? '1 damaged record is not in it: export it under “Damaged records”.'
      : `${n} damaged records are not in it: export them under “Damaged records”.`,
  restore: 'Restore from a file',
  busy: 'To restore, end the running session first.',
  question: (when: string) => `Restore what was exported on ${when}?`,
  nothing: (when: string) => `Everything of ${when} is here already.`,
  confirm: 'Restore',
  restored: 'Everything of the file is here.',
  kinds,
  fates,
};
