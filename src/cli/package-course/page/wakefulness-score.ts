import * as v from 'valibot';
import { count } from '../../../common/ranges';

const secondsSchema = v.strictObject({ awake: count, drowsy: count });

/** Seconds of a lecture by what the monitor told, for a learner who agreed that they count. */
export class WakefulnessScore {
  readonly #seconds: v.InferOutput<typeof secondsSchema>;

  constructor(seconds = { awake: 0, drowsy: 0 }) {
    this.#seconds = seconds;
  }

  /** What was counted in earlier visits; null where there is none, or something else. */
  static from(kept: string): WakefulnessScore | null {
    try {
      return new WakefulnessScore(v.parse(secondsSchema, JSON.parse(kept)));
    } catch {
      return null;
    }
  }

  /** For the next visit. */
  get kept(): string {
    return JSON.stringify(this.#seconds);
  }

  /** One second. Unknown is neither. */
  add(state: unknown): void {
    if (state === 'awake') this.#seconds.awake++;
    else if (state === 'drowsy' || state === 'asleep') this.#seconds.drowsy++;
  }

  /** Percent of the seconds with a known state that were awake; null where there is none. */
  get percent(): number | null {
    const { awake, drowsy } = this.#seconds;
    return awake + drowsy === 0 ? null : Math.round((100 * awake) / (awake + drowsy));
  }
}
