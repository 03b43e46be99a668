import type { EnrolmentHint } from '../../engine/protocol';
import type { RecordedState } from '../../profile';
import type {
  Certainty,
  ShownState,
  StateCause,
  StateEvent,
  UnknownReason,
} from '../../wakefulness/state-event';
import type { Advice } from './strings';

export const stateWords: Readonly<Record<RecordedState | ShownState, string>> = {
  awake: 'Awake',
  drowsy: 'Drowsy',
  asleep: 'Asleep',
  'eyes-closed': 'Eyes closed',
  unknown: 'Unknown',
  unrecorded: 'Not recorded',
};

/** An unknown state by its reason, where one word says more than “Unknown”. */
const wordsOfUnknown: Readonly<Partial<Record<UnknownReason, string>>> = {
  starting: 'Starting',
  calibrating: 'Calibrating',
  paused: 'Paused',
};

/** A state in a word. */
export const stateWord = ({ shown, reason }: Pick<StateEvent, 'shown' | 'reason'>): string =>
  (reason && wordsOfUnknown[reason]) ?? stateWords[shown];

export const certainties: Readonly<Record<Certainty, string>> = {
  sure: 'sure',
  likely: 'likely',
  unsure: 'unsure',
};

export const unknownReasons: Readonly<Record<UnknownReason, Advice>> = {
  starting: { title: 'Just a moment', todo: 'The first state comes in a moment.' },
  calibrating: { title: 'Measuring your eyes', todo: 'Look at the screen as you normally do.' },
  'no-face': { title: 'Nobody in view', todo: 'Sit in front of the camera, or turn it towards you.' },
  'face-too-small': { title: 'Too far away', todo: 'Come a little closer to the camera.' },
  recognising: { title: 'Checking that it’s you', todo: 'Look at the camera for a moment.' },
  'other-person': {
    title: 'Somebody else is in view',
    todo: 'Wakeful only watches the chosen learner. Are you someone else? End the session, and choose yourself.',
  },
  'eyes-hidden': {
    title: 'Your eyes are hidden',
    todo: 'Face the camera, take off sunglasses, and keep hair, hands and reflections off your eyes.',
  },
  'too-dark': { title: 'Too dark to tell', todo: 'Turn on a light in front of you.' },
  'camera-covered': { title: 'The camera is covered', todo: 'Open its shutter, or uncover it.' },
  'camera-off': { title: 'The camera is off', todo: 'Start again to turn it on.' },
  'camera-frozen': {
    title: 'The camera is stuck',
    todo: 'It gives the same picture over and over. Plug it in again, or close other programs that use it.',
  },
  'no-sign-of-life': {
    title: 'Nothing moves',
    todo: 'Blink, or move your head a little. A photograph would look the same.',
  },
  'paused-by-browser': {
    title: 'No pictures are arriving',
    todo: 'Your browser is slowing down this tab. Keep its window open, and the power plugged in.',
  },
  paused: { title: 'The session is on hold', todo: 'Nothing is watched until you resume.' },
  unreadable: { title: 'Picture not readable', todo: 'Save it again as JPEG or PNG, and smaller.' },
};

export const stateCauses: Readonly<Record<StateCause, string>> = {
  'eyes-closed-over-1s': 'eyes closed for over a second',
  'long-blinks': 'long blinks',
  'high-perclos': 'eyes closed much of the time',
  'eyes-half-closed': 'eyes half closed',
  'head-nodding': 'head nodding',
  'head-dropped': 'head dropped',
  yawning: 'yawning',
  'face-lost-while-drowsy': 'left the picture while drowsy',
  'network-sees-asleep': 'your face looks asleep',
  'network-sees-drowsy': 'your face looks drowsy',
  'eyes-open': 'eyes open',
  'drowsy-lately': 'drowsy until a moment ago',
};

export const enrolmentHints: Readonly<Record<EnrolmentHint, string>> = {
  'no-face': 'Sit in front of the camera',
  'uncover-the-camera': 'Uncover the camera, or open its shutter',
  'camera-stuck': 'The camera is stuck: plug it in again, or close other programs that use it',
  'one-person-only': 'Only one person in view, please',
  'come-closer': 'Come a little closer',
  'more-light': 'Turn on a light in front of you',
  'less-light': 'Too bright: turn away from the lamp or window',
  'face-the-camera': 'Turn your face to the camera',
  'open-your-eyes': 'Keep your eyes open, blink as you like',
  'show-your-eyes': 'Take off sunglasses, and keep hair and hands off your eyes',
  'blink-once': 'Blink once, please: a photograph cannot',
  'hold-still': 'Hold still for a moment',
  'look-at-screen': 'Good. Just look at the screen',
};
