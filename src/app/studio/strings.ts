import type { WakefulnessClass } from '../../common/classes';

export const studio = {
  path: 'The way to your own model',
  steps: { footage: 'Footage', labels: 'Labels', train: 'Training', verdict: 'Compare and adopt' },
  models: 'Models',
  footageCount: (n: number) => (n === 0 ? 'none yet' : n === 1 ? '1 recording' : `${n} recordings`),
  extracting: (percent: string) => `importing, ${percent}`,
  labelCount: (labelled: number, all: number) =>
    all === 0 ? 'needs footage' : `${labelled} of ${all} labelled`,
  trainReady: 'needs labels',
  trainLacks: (label: WakefulnessClass) => `not enough ${label}`,
  trainMissing: 'something is missing',
  trainNow: 'ready when you are',
  trainStages: {
    starting: 'getting ready',
    preparing: 'preparing the faces',
    training: (percent: string) => `learning, ${percent}`,
    comparing: 'comparing',
    paused: (percent: string) => `paused at ${percent}`,
    stopping: 'stopping',
  },
  trainUnfinished: 'unfinished',
  modelCount: (n: number) => (n === 0 ? 'after training' : n === 1 ? '1 model' : `${n} models`),
  next: 'Next step',
  moreOf: (seconds: number, label: WakefulnessClass) => `about ${seconds} more seconds ${label}`,
  lacking: (wanted: string) =>
    `Training needs all three states. Record or import ${wanted}, then label them.`,
  bringMore: 'Add footage',
  toMonitor: 'Go to the monitor',
  biometric: 'Biometric data',
  staysHere:
    'Faces, measurements and trained models are biometric data. They stay in this browser until you export or delete them.',
};
