import {
  STATE_CAUSES,
  UNKNOWN_REASONS,
  type StateCause,
  type UnknownReason,
  type WakefulnessState,
} from '../../wakefulness/state-event';

/** A second's state in a session; `unrecorded`: nothing ran (the computer slept, the browser was stopped). */
export type RecordedState = WakefulnessState | 'unrecorded';

/** Why a second was unknown, or the strongest thing its state rests on. */
export type RecordedReason = UnknownReason | StateCause;

/** Kept on devices: numbers may be added and never change their meaning. */
const STATE_CODES: Readonly<Record<RecordedState, number>> = {
  unrecorded: 0,
  asleep: 1,
  drowsy: 2,
  awake: 3,
  unknown: 4,
};

/** Kept on devices: numbers may be added and never change their meaning. */
const REASON_CODES: Readonly<Record<RecordedReason, number>> = {
  starting: 1,
  calibrating: 2,
  'no-face': 3,
  'face-too-small': 4,
  'other-person': 5,
  'eyes-hidden': 6,
  'too-dark': 7,
  'camera-covered': 8,
  'camera-off': 9,
  'paused-by-browser': 10,
  paused: 11,
  recognising: 12,
  'eyes-closed-over-1s': 101,
  'long-blinks': 102,
  'high-perclos': 103,
  'eyes-half-closed': 104,
  'head-nodding': 105,
  'head-dropped': 106,
  yawning: 107,
  'face-lost-while-drowsy': 108,
  'network-sees-asleep': 109,
  'network-sees-drowsy': 110,
  'eyes-open': 112,
  'drowsy-lately': 113,
};
const NO_REASON = 0;

const STATES = new Map(
  (['unrecorded', 'asleep', 'drowsy', 'awake', 'unknown'] as const).map((state) => [
    STATE_CODES[state],
    state,
  ]),
);
const REASONS = new Map<number, RecordedReason>(
  [...UNKNOWN_REASONS, ...STATE_CAUSES].map((reason) => [REASON_CODES[reason], reason]),
);

export const encodeState = (state: RecordedState): number => STATE_CODES[state];

/** A code of a later program reads as `unrecorded`: nothing is invented. */
export const decodeState = (code: number): RecordedState => STATES.get(code) ?? 'unrecorded';

export const encodeReason = (reason: RecordedReason | null): number =>
  reason === null ? NO_REASON : REASON_CODES[reason];

export const decodeReason = (code: number): RecordedReason | null => REASONS.get(code) ?? null;

/** Shares 0..1 are kept in steps of half a percent, so that a second takes one byte. */
const SHARE_STEPS = 200;
const NO_SHARE = 255;

export const encodeShare = (share: number | null): number =>
  share === null ? NO_SHARE : Math.round(Math.min(1, Math.max(0, share)) * SHARE_STEPS);

export const decodeShare = (code: number): number | null => (code > SHARE_STEPS ? null : code / SHARE_STEPS);
