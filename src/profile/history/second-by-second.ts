import { SECOND_MS, type Milliseconds } from '../../common/clock';
import type { StateEvent } from '../../wakefulness/state-event';
import { LONGEST_CREDIT } from '../../wakefulness/summary';
import { encodeReason, encodeShare, encodeState } from './codes';
import { GrowingColumns, type ColumnRow, type Columns } from './columns';

/** ms of a second that must be known for it to be recorded. */
const LEAST_KNOWN: Milliseconds = 500;

/** ms. A longer silence between two events is a wrong clock rather than a sleeping computer, and is cut to this. */
const LONGEST_SILENCE: Milliseconds = 12 * 3600 * SECOND_MS;

const UNRECORDED: ColumnRow = {
  state: encodeState('unrecorded'),
  reason: encodeReason(null),
  confidence: encodeShare(null),
  perclos: encodeShare(null),
};

/**
 * Turns state events into one row a second: the event that stood longest in that second. An event stands until the
 * next one; after a silence longer than a missed heartbeat the time between is unrecorded. The session's time only
 * goes forward, whatever the clock does.
 */
export class SecondBySecond {
  readonly #columns = new GrowingColumns();
  /** Stands now. */
  #event: StateEvent | null = null;
  /** Epoch ms up to which the session is told, whole: sums of fractions would miss the full seconds. */
  #t: Milliseconds;
  /** ms of the session that have passed. */
  #elapsed: Milliseconds = 0;
  /** What stood in the second under way, and for how many ms. */
  readonly #standing = new Map<StateEvent, Milliseconds>();

  constructor(startedAt: Milliseconds) {
    this.#t = Math.round(startedAt);
  }

  /** Seconds that are complete. */
  get length(): number {
    return this.#columns.length;
  }

  get columns(): Columns {
    return this.#columns.all;
  }

  /** ms of the session that have passed up to the last event. */
  get elapsed(): Milliseconds {
    return this.#elapsed;
  }

  add(event: StateEvent): void {
    this.#passTo(event.t);
    this.#event = event;
  }

  /** The session is over at `t`: the second under way is completed if enough of it is known. */
  finish(t: Milliseconds): void {
    this.#passTo(t);
    const rest = this.#elapsed % SECOND_MS;
    if (rest >= LEAST_KNOWN) this.#pass(SECOND_MS - rest, null);
  }

  #passTo(t: Milliseconds): void {
    const dt = Math.round(t) - this.#t;
    this.#t += dt;
    this.#pass(dt, dt <= LONGEST_CREDIT ? this.#event : null);
  }

  #pass(dt: Milliseconds, known: StateEvent | null): void {
    let left = Math.min(LONGEST_SILENCE, Math.max(0, dt));
    while (left > 0) {
      const step = Math.min(left, SECOND_MS - (this.#elapsed % SECOND_MS));
      if (known !== null) this.#standing.set(known, (this.#standing.get(known) ?? 0) + step);
      this.#elapsed += step;
      left -= step;
      if (this.#elapsed % SECOND_MS === 0) this.#complete();
    }
  }

  #complete(): void {
    const standing = [...this.#standing];
    const known = standing.reduce((sum, [, duration]) => sum + duration, 0);
    const longest = standing.reduce<readonly [StateEvent | null, Milliseconds]>(
      (best, entry) => (entry[1] > best[1] ? entry : best),
      [null, 0],
    )[0];
    this.#columns.push(longest === null || known < LEAST_KNOWN ? UNRECORDED : rowOf(longest));
    this.#standing.clear();
  }
}

function rowOf(event: StateEvent): ColumnRow {
  return {
    state: encodeState(event.state),
    reason: encodeReason(event.reason ?? event.causes[0] ?? null),
    confidence: encodeShare(event.state === 'unknown' ? null : event.confidence),
    perclos: encodeShare(event.perclos),
  };
}
