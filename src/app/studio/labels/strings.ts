import type { WakefulnessClass } from '../../../common/classes';

const seconds = (n: number): string => (n === 1 ? '1 second' : `${n} seconds`);
const suggestions = (n: number): string => (n === 1 ? '1 suggestion' : `${n} suggestions`);

export const labels = {
  missing: 'This recording is not here. It may have been deleted.',
  back: 'All footage',
  title: (session: string) => `Labels of “${session}”`,
  unlabelled: 'No label',
  saved: 'All labels are saved.',
  saving: 'Saving …',
  film: 'Video',
  faces: 'The kept pictures of the face',
  facesHint:
    'Only the face is kept, and some pictures a second. To see and label by the video itself, choose it again.',
  noFace: 'No face was seen here.',
  chooseVideo: 'Choose the video',
  otherVideo: (wanted: string) => `That is another file; this recording was made from ${wanted}.`,
  cannotPlay: 'This browser cannot play the video. The kept pictures are shown instead.',
  play: 'Play',
  pause: 'Pause',
  back1: 'A second back',
  forward1: 'A second on',
  speed: 'Speed',
  speedOf: (times: string) => `${times}×`,
  of: (time: string, all: string) => `${time} of ${all}`,
  hold: 'Label this second and the ones that play',
  brush: {
    awake: { name: 'Awake', key: 'A' },
    drowsy: { name: 'Drowsy', key: 'D' },
    asleep: { name: 'Asleep', key: 'S' },
    none: { name: 'No label', key: 'X' },
  },
  holdHint: 'While a label is on, every second that plays gets it.',
  undo: 'Undo',
  redo: 'Redo',
  next: 'Next unsure',
  timeline: 'Timeline',
  zoom: 'Shown',
  zooms: { all: 'All', five: '5 min', one: '1 min' },
  lanes: { labels: 'Labels', suggestions: 'Suggested', rival: 'The other’s', curve: 'Eye opening' },
  curve: 'How far the eyes are open, over time',
  paintHint: 'Drag on the Labels row to paint; drag an edge to move it.',
  position: 'Position in the video',
  valueText: (time: string, label: string, suggestion: string) => `${time}, ${label}${suggestion}`,
  suggested: (label: string, isSure: boolean) =>
    `, suggested ${label.toLowerCase()}${isSure ? '' : ', unsure'}`,
  suggestionsTitle: 'Suggestions',
  suggestions: (open: number, sure: number) =>
    open === 0
      ? 'Nothing left to suggest.'
      : sure === open
        ? `${suggestions(open)} left to check, ${open === 1 ? 'and it is' : 'all of them'} sure.`
        : sure === 0
          ? `${suggestions(open)} left to check.`
          : `${suggestions(open)} left to check; ${sure} of them ${sure === 1 ? 'is' : 'are'} sure.`,
  suggesting: 'Working out suggestions from the eyes. You can label meanwhile.',
  suggestionsHint:
    'Computed from eye closure and head movement by the rules above. They count for nothing until you accept them.',
  acceptSure: (n: number) =>
    n === 0 ? 'Accept the sure ones' : n === 1 ? 'Accept the sure one' : `Accept the ${n} sure ones`,
  acceptHere: 'Accept this one',
  here: (label: string, from: string, to: string) => `${label}, ${from} to ${to}`,
  tableTitle: 'Labels as a table',
  caption: 'Stretches of seconds with one label',
  from: 'From',
  to: 'To',
  label: 'Label',
  suggestion: 'Suggested',
  go: 'Go there',
  earlier: 'Earlier',
  later: 'Later',
  shownRows: (first: number, last: number, all: number) => `Stretches ${first} to ${last} of ${all}`,
  labelOf: (from: string, to: string) => `Label from ${from} to ${to}`,
  schemeTitle: 'What the states look like',
  schemeSource: 'Coding scheme of the paper (Table 1)',
  scheme: {
    awake: [
      'Eyes are wide open',
      'Pupils move to the right and left',
      'Body movements and head poses are under control',
    ],
    drowsy: ['Eyes are closed for less than 1 second', 'Body movements and head poses are uncontrolled'],
    asleep: ['Eyes are closed over 1 second', 'Eyes are not always open', 'Pupils do not move'],
  } satisfies Record<WakefulnessClass, readonly string[]>,
  filesTitle: 'Labels as a file, and a second opinion',
  export: 'Export CSV',
  import: 'Import CSV',
  importHint: 'Replaces the labels here. It can be undone.',
  arrived: (name: string) => `Import ${name}?`,
  arrivedText: (
    name: string,
    { fitting, beyond, lost, changed }: Readonly<Record<'fitting' | 'beyond' | 'lost' | 'changed', number>>,
  ) =>
    [
      `${name} labels ${seconds(fitting)} of this recording.`,
      ...(beyond > 0 ? [`${beyond} more of its rows lie after the end: is it of another recording?`] : []),
      ...(lost > 0 ? [`${seconds(lost)} would lose the label that is here.`] : []),
      ...(changed > 0 ? [`${seconds(changed)} would get another one.`] : []),
    ].join(' '),
  replace: 'Replace the labels',
  compare: 'Compare with another’s CSV',
  compareHint: 'Shows how far two annotators agree.',
  kappa: 'Cohen’s kappa',
  kappaNone: 'not defined: both used one state only, or share no labelled second',
  agreed: (percent: string, seconds: number) =>
    `The same label in ${percent} of ${seconds} seconds that both labelled.`,
  kappaWords: (kappa: number) =>
    kappa > 0.8
      ? 'almost perfect agreement'
      : kappa > 0.6
        ? 'substantial agreement'
        : kappa > 0.4
          ? 'moderate agreement'
          : kappa > 0.2
            ? 'fair agreement'
            : 'slight agreement',
  differing: (n: number) =>
    n === 0 ? 'No second differs.' : n === 1 ? '1 second differs:' : `${n} seconds differ:`,
  differs: (time: string, mine: string, theirs: string) => `${time}: here ${mine}, there ${theirs}`,
  andMore: (n: number) => `and ${n} more`,
  beyond: (n: number) => `${n} rows lie after the end of the recording and were left out.`,
  endComparison: 'End the comparison',
  keysTitle: 'Keys',
  keys: [
    { keys: 'Space', does: 'play or pause' },
    { keys: 'A, D, S', does: 'hold awake, drowsy, asleep' },
    { keys: 'X, Esc', does: 'turn on “no label”, turn off' },
    { keys: '← →', does: 'a second back or on; with Shift: paint it' },
    { keys: 'U or Z, Y', does: 'undo, redo' },
    { keys: 'N', does: 'next unsure or unlabelled second' },
    { keys: 'E', does: 'accept the suggestion here' },
    { keys: '[ ]', does: 'move the nearest edge' },
    { keys: '− +', does: 'slower, faster' },
  ],
  nextAccept: (rest: number) =>
    `Look at a few suggestions in the timeline, then accept the sure ones.${rest > 0 ? ` ${seconds(rest)} will be left to look through.` : ''}`,
  nextWait: 'Suggestions are being worked out. You can play the video and label meanwhile.',
  nextMore: (open: number) =>
    `Look through the ${seconds(open)} that ${open === 1 ? 'is' : 'are'} left: press N to go to the next one, then A, D or S.`,
  nextByHand: 'Play the video and press A, D or S: every second that plays gets that label.',
  done: (open: number) =>
    open === 0
      ? 'Every second with a face has a label.'
      : `Enough is labelled; ${seconds(open)} with a face ${open === 1 ? 'has' : 'have'} no label and ${open === 1 ? 'is' : 'are'} left out.`,
  enough: (open: number) =>
    `Enough is labelled; ${seconds(open)} with a face ${open === 1 ? 'has' : 'have'} no label yet.`,
  nextOther: (session: string) => `Go on with “${session}”.`,
  nextOtherButton: 'Next recording',
  nextTrain: 'Train your model with it.',
  nextTrainAnyway: 'Train with what is labelled',
  train: 'Go to training',
};
