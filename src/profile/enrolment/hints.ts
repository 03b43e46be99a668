import type { Milliseconds } from '../../common/clock';
import { CLOSED_EYES_HINT_AFTER, HINT_AFTER } from './constants';
import type { EnrolmentHint } from './enrolment';

const stands = (hint: EnrolmentHint): Milliseconds =>
  hint === 'open-your-eyes' ? CLOSED_EYES_HINT_AFTER : HINT_AFTER;

/** Keeps the hint from flickering, and remembers what stood in the way for how long. */
export class HintKeeper {
  #shown: EnrolmentHint = 'look-at-screen';
  #next: EnrolmentHint = 'look-at-screen';
  #since: Milliseconds = 0;
  readonly #lasted = new Map<EnrolmentHint, Milliseconds>();

  get hint(): EnrolmentHint {
    return this.#shown;
  }

  /** The hint of one frame, `dt` ms after the one before. It is shown once it has stood for a while. */
  see(hint: EnrolmentHint, t: Milliseconds, dt: Milliseconds): void {
    this.#lasted.set(hint, (this.#lasted.get(hint) ?? 0) + dt);
    if (hint !== this.#next) {
      this.#next = hint;
      this.#since = t;
    }
    if (t - this.#since >= stands(hint)) this.#shown = hint;
  }

  /** What stood in the way for the longest time; `look-at-screen` when nothing did. */
  get worst(): EnrolmentHint {
    const problems = [...this.#lasted].filter(([hint]) => hint !== 'look-at-screen');
    return problems.reduce<readonly [EnrolmentHint, Milliseconds]>(
      (worst, entry) => (entry[1] > worst[1] ? entry : worst),
      ['look-at-screen', 0],
    )[0];
  }
}
