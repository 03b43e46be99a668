export const comparison = {
  missing: 'There is no comparison for this model: it was imported, or its footage is gone.',
  gone: 'This model is not here. It may have been deleted.',
  toModels: 'All models',
  title: (name: string) => `Is “${name}” better?`,
  seconds: (n: number) =>
    `Both were tested on the same ${n} held-out seconds. Neither has learned from them.`,
  advice: {
    better: (before: string, after: string) =>
      `Yes. It is right clearly more often on your footage (score ${before} before, ${after} after).`,
    promising: (before: string, after: string) =>
      `Perhaps. It is right more often on the held-out seconds (score ${before} before, ${after} after), but they are too few to be sure.`,
    same: (before: string, after: string) =>
      `There is no clear difference (score ${before} before, ${after} after).`,
    worse: (before: string, after: string) =>
      `No. It is right less often than before (score ${before} before, ${after} after).`,
  },
  /** What to do then; said until it is adopted. */
  counsel: {
    better: 'Adopt it.',
    promising: 'You can try it; more footage would make the result clearer.',
    same: 'Adopting it changes little; more footage would help more.',
    worse: 'Keep the old one; check the labels of the seconds below, or add footage.',
  },
  lost: (states: string) => `Recognised less well than before: ${states}.`,
  lostOf: (state: string, before: string, after: string) => `${state} (${before} → ${after})`,
  unsure:
    'Too few test seconds to say how reliable this is. Record about 30 more seconds of each state to find out.',
  noSpread: 'All test stretches gave the same difference, so the spread is unknown.',
  interval: (low: string, high: string) =>
    `The difference lies between ${low} and ${high} in 95 % of resamplings of the held-out stretches of time.`,
  scoreHint:
    'The score is the macro-F1: how reliably each state is recognised, averaged over the three. 1 is always right.',
  before: 'Before',
  after: 'After',
  macroF1: 'Score (macro-F1)',
  f1Caption: 'Score (F1) of each state',
  notThere: 'none held out',
  confusion: 'Seconds: true state in rows, predicted state in columns',
  truth: 'True state',
  worstTitle: 'The seconds it is most wrong about',
  worstHint: 'Look at them: where you disagree with the label, correct it and train again.',
  noWorst: 'It is right on every held-out second.',
  worst: (truth: string, after: string) => `Labelled ${truth}, predicted ${after}`,
  worstBefore: (before: string) => `before: ${before}`,
  worstOpen: (time: string) => `Open at ${time}`,
  projectionTitle: 'How the network sees your states',
  projectionHint:
    'Each dot is a face as the network’s state vector (V_state), flattened to two dimensions. States that lie apart are told apart; blends lie between them. If people form islands, the network still sees who rather than how.',
  sameProjection:
    'Only the last decision has learned: how faces are seen is the same before and after, and so is this picture. “Standard” would change it.',
  both: 'Before and after',
  colourBy: 'Colours',
  colours: { state: 'By state', person: 'By person' },
  mixed: 'Blends',
  noProjection: 'Before training V_state is zero everywhere: there is nothing to draw.',
  picture: (which: string, groups: string) => `${which}: ${groups}`,
  mixupTitle: 'Blends that it learned from',
  mixupHint: 'Two faces and their blend, with the percentage of the first.',
  mixupOf: (lambda: string, first: string, second: string) => `${lambda} ${first}, the rest ${second}`,
  first: (label: string) => `First face: ${label}`,
  second: (label: string) => `Second face: ${label}`,
  blend: 'Their blend',
  how: (steps: number, best: number | null, backend: string) =>
    `${steps} steps, computed by the ${backend}${best === null ? '' : `; kept as it was at step ${best}, its best`}.`,
  adopt: 'Adopt it',
  keepOld: 'Keep the old one',
  adoptWorse: 'Adopt it all the same',
  confirmWorse: 'It did worse on your own footage. Adopt it all the same?',
  confirmWorseYes: 'Yes, adopt it',
  adopted: 'The monitor uses this model now.',
  rollBack: 'Undo: use the previous model',
  nextDecide: 'Decide: adopt the new model, or keep the old one. You can go back at any time.',
  nextSession: 'The running session goes on with the model before; the next one uses this one.',
  nextMonitor: 'Start a session and see. The monitor says which model it uses.',
};
