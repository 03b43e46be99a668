import type { Depth, HoldOut, TrainPlan } from '../../../engine/studio-api';

type MissingCode = TrainPlan['missing'][number]['code'];

export const training = {
  title: 'Training',
  lead: 'The network learns from your labelled seconds. Some are held out, to see honestly whether it got better.',
  emptyTitle: 'Nothing to learn from yet',
  empty: 'Training needs footage with labels: ideally a few minutes that show you awake, drowsy and asleep.',
  toFootage: 'Add footage',
  toLabels: 'Label your footage',
  recordings: 'Learn from',
  recordingHint: (labelled: string) => `${labelled} labelled`,
  depth: 'How much to retrain',
  depths: {
    head: {
      name: 'Quick',
      text: 'Only the last decision learns; how faces are seen stays the same.',
    },
    last: {
      name: 'Standard (recommended)',
      text: 'The last stages learn too: how your face looks when you are tired.',
    },
    deep: {
      name: 'Deep',
      text: 'Half of the network. Slower; worth a try with ten minutes of labels or more.',
    },
    all: {
      name: 'Full',
      text: 'The whole network. Slowest, and needs the most memory. For a lot of footage of several people.',
    },
  } satisfies Record<Depth, { readonly name: string; readonly text: string }>,
  name: 'Name of the new model',
  defaultName: (when: string) => `My model, ${when}`,
  advanced: 'Advanced',
  mixup: 'Mixup',
  mixupHint:
    'Adds blends of two samples between neighbouring states, so that the network learns what lies between them.',
  stage: 'Blend',
  stages: { V_state: 'States', images: 'Pictures' },
  stageHint:
    'States: what the network makes of two faces is blended (best in the paper). Pictures: the faces themselves.',
  partner: 'Blend with',
  partners: { same: 'Same person', other: 'Another person' },
  partnerHint: 'Blends of one person with themselves keep who they are out of it (best in the paper).',
  amount: 'How many blends',
  amountHint: 'As a percentage of the original samples. The paper’s best is 10 %.',
  alpha: 'Evenness of the blends',
  alphaHint:
    'Beta distribution of the mixing ratio: below 1 mostly one of the two, above 1 mostly half and half. The paper’s best is 0.75.',
  holdOut: 'Held out for the comparison',
  holdOuts: {
    blocks: 'Blocks of time',
    session: 'A whole session',
    person: 'A whole person',
  } satisfies Record<HoldOut, string>,
  holdOutHint:
    'Blocks of time work with one recording. A session tells more about another day, a person about people it has never seen.',
  epochs: 'Epochs (rounds over the data)',
  epochsHint: 'Too many memorise your footage instead of learning from it. The best epoch is kept.',
  seed: 'Random seed',
  seedHint: 'The same seed and data give the same model.',
  base: 'Start from',
  shipped: 'The built-in model',
  baseHint: 'Going on from a model of yours keeps what it has learned.',
  planTitle: 'The plan',
  planning: 'Looking at your labels …',
  planCaption: 'Seconds with faces, by state',
  planState: 'State',
  planTraining: 'To learn from',
  planHeldOut: 'Held out',
  memory: (size: string) => `About ${size} of memory.`,
  lacking: (names: string) =>
    `Not every state is labelled for ${names}, so Wakeful makes fewer blended examples. You can still train.`,
  few: (label: string, training: number, heldOut: number) =>
    `Only ${training} s of ${label} to learn from and ${heldOut} s to test on. You can train, but the result will be mostly luck: aim for a minute of each state.`,
  missingTitle: 'Before it can start',
  missing: {
    'too-few-seconds': (label: string, have: number, need: number, more: number) =>
      `${label}: only ${have} labelled ${have === 1 ? 'second shows' : 'seconds show'} a face, and at least ${need} are needed. Record or import about ${more} more seconds ${label.toLowerCase()}, and label them.`,
    'class-missing': (label: string, have: number, need: number, more: number) =>
      `${label}: ${have} labelled seconds with a face, and at least ${need} are needed. Record or import about ${more} seconds ${label.toLowerCase()}, and label them.`,
    'one-class-held-out': (label: string, have: number, need: number, more: number) =>
      `${label}: too little of it can be set aside for the comparison (${have} of ${need} seconds). Record or import about ${more} more seconds ${label.toLowerCase()}, ideally at another time, or choose another way of holding out under Advanced.`,
    'too-few-sessions': (_: string, have: number, need: number) =>
      `Holding out a whole session needs ${need} of them; you have chosen ${have}. Record another one, or hold out blocks of time (under Advanced).`,
    'too-few-people': (_: string, have: number, need: number) =>
      `This needs footage of ${need} people; you have chosen ${have}. Add somebody, or change that choice under Advanced.`,
  } satisfies Record<MissingCode, (label: string, have: number, need: number, more: number) => string>,
  fixLabels: 'Label more',
  fixFootage: 'Add footage',
  start: 'Start training',
  startHint:
    'It runs in the background: you can go on labelling, or use the monitor. Keep this tab open; after a reload it can be resumed.',
  unfinishedTitle: 'You have an unfinished training',
  unfinished: (name: string, step: number, steps: number, when: string) =>
    `“${name}” stopped at step ${step} of ${steps}, saved ${when}.`,
  resume: 'Resume',
  discard: 'Discard it',
  confirmDiscard: 'Throw away what it has learned so far?',
  phases: {
    starting: 'Starting …',
    preparing: 'Preparing the faces …',
    training: 'Learning …',
    comparing: 'Comparing before and after on the held-out seconds …',
  },
  paused: 'Paused',
  stopping: 'Stopping after this step …',
  progress: 'Progress',
  step: (step: number, steps: number) => `Step ${step} of ${steps}`,
  remaining: (time: string) => `about ${time} left`,
  remainingUnknown: 'working out the time left',
  pause: 'Pause',
  continue: 'Continue',
  stop: 'Stop',
  stopHint: 'Stopping keeps what was learned; you can resume later.',
  loss: 'Error (loss)',
  lossHint: 'How wrong it is on what it learns from. It should fall.',
  macroF1: 'Score (macro-F1)',
  macroF1Hint:
    'How right it is on seconds set aside, all three states counting alike: 1 is always. It should rise.',
  notValidated:
    'There is too little footage to set seconds aside for this curve. Before and after are compared at the end all the same.',
  lossOf: (value: string) => `Error (loss) over the steps, now ${value}`,
  macroF1Of: (value: string) => `Score (macro-F1) on seconds set aside over the steps, now ${value}`,
  best: (step: number) => `best at step ${step}`,
  saved: (step: number) => `Saved up to step ${step}.`,
  notYet: 'not yet',
  doneTitle: 'The training is done',
  done: 'See what it changed, on seconds that it has not learned from. Nothing is adopted yet.',
  compare: 'Compare before and after',
};
