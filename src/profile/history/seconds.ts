import {
  STATE_CAUSES,
  UNKNOWN_REASONS,
  type StateCause,
  type UnknownReason,
  type WakefulnessState,
} from '../../wakefulness/state-event';

/**
 * A second's state in a session; `unrecorded`: nothing ran (the computer slept, the browser was
 * stopped).
 */
export type RecordedState = WakefulnessState | 'unrecorded';

/** Why a second was unknown, or the strongest thing its state rests on. */
export type RecordedReason = UnknownReason | StateCause;

/** Codes are kept on devices: some may be added, none ever changes its meaning. */
const STATE_CODES: Readonly<Record<RecordedState, number>> = {
  unrecorded: 0,
  asleep: 1,
  drowsy: 2,
  awake: 3,
  unknown: 4,
};

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
  'camera-frozen': 13,
  'no-sign-of-life': 14,
  unreadable: 15,
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

/** A state or reason of a later program reads as `unrecorded` or none: nothing is invented. */
export const readState = (name: string): RecordedState =>
  [...STATES.values()].find((state) => state === name) ?? 'unrecorded';
export const readReason = (name: string | null): RecordedReason | null =>
  [...REASONS.values()].find((reason) => reason === name) ?? null;

export const encodeReason = (reason: RecordedReason | null): number =>
  reason === null ? NO_REASON : REASON_CODES[reason];

export const decodeReason = (code: number): RecordedReason | null => REASONS.get(code) ?? null;

/** Fractions 0..1 are kept in steps of half a percent, so that a second takes one byte. */
const FRACTION_STEPS = 200;
const NO_FRACTION = 255;

export const encodeFraction = (fraction: number | null): number =>
  fraction === null ? NO_FRACTION : Math.round(Math.min(1, Math.max(0, fraction)) * FRACTION_STEPS);

export const decodeFraction = (code: number): number | null =>
  code > FRACTION_STEPS ? null : code / FRACTION_STEPS;

/** What is kept of every second, one byte each: the codes above. */
const COLUMN_NAMES = ['state', 'reason', 'confidence', 'perclos'] as const;
type ColumnName = (typeof COLUMN_NAMES)[number];

/** All columns are of one length: one entry per second. */
export type Columns = Readonly<Record<ColumnName, Uint8Array>>;

/** One second, in codes. */
export type ColumnRow = Readonly<Record<ColumnName, number>>;

/** The columns from one second up to another: views, not copies. */
export function sliceColumns(columns: Columns, from: number, to?: number): Columns {
  return mapColumns((name) => columns[name].subarray(from, to));
}

export function mapColumns(make: (name: ColumnName) => Uint8Array): Columns {
  return {
    state: make('state'),
    reason: make('reason'),
    confidence: make('confidence'),
    perclos: make('perclos'),
  };
}

/** Seconds there is room for at first: ten minutes. */
const FIRST_CAPACITY = 600;

/** Columns that grow at the end; a session of eight hours takes 115 kB. */
export class GrowingColumns {
  #room = mapColumns(() => new Uint8Array(FIRST_CAPACITY));
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view of all seconds; later ones are not in it. */
  get all(): Columns {
    return sliceColumns(this.#room, 0, this.#length);
  }

  push(row: ColumnRow): void {
    if (this.#length === this.#room.state.length) {
      const old = this.#room;
      this.#room = mapColumns((name) => {
        const grown = new Uint8Array(2 * this.#length);
        grown.set(old[name]);
        return grown;
      });
    }
    for (const name of COLUMN_NAMES) this.#room[name][this.#length] = row[name];
    this.#length += 1;
  }
}
