import type { Milliseconds } from '../../../common/clock';
import type { AlertLevel } from '../../../wakefulness/state-event';
import type { AlertChannel, StandingAlert } from './dispatcher';

/** ms of vibration and pause in turn. */
const PATTERNS: Readonly<Record<AlertLevel, readonly Milliseconds[]>> = {
  gentle: [120, 100, 120],
  strong: [400, 150, 400, 150, 600],
};

/**
 * ms between two repetitions of the strong pattern; longer than the pattern, so that they never
 * overlap.
 */
const REPEAT_EVERY: Milliseconds = 3_000;

type Vibrate = (pattern: number | number[]) => boolean;

/** Vibrates once for a gentle alert, and again and again for a strong one. */
export class AlertVibration implements AlertChannel {
  readonly #vibrate: Vibrate;
  #level: AlertLevel | null = null;
  #lastAt: Milliseconds | null = null;

  constructor(vibrate: Vibrate = (pattern) => navigator.vibrate(pattern)) {
    this.#vibrate = vibrate;
  }

  show({ level }: StandingAlert): void {
    if (level === this.#level) return;
    this.#level = level;
    this.#lastAt = null;
    this.#vibrate([...PATTERNS[level]]);
  }

  beat(now: Milliseconds): void {
    if (this.#level !== 'strong') return;
    this.#lastAt ??= now;
    if (now >= this.#lastAt && now - this.#lastAt < REPEAT_EVERY) return;
    this.#lastAt = now;
    this.#vibrate([...PATTERNS.strong]);
  }

  clear(): void {
    if (this.#level !== null) this.#vibrate(0);
    this.#level = null;
  }
}
