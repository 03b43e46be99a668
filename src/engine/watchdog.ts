import type { Milliseconds } from '../common/clock';

/** ms between two checks. They come from several clocks: those of hidden pages stand still. */
export const CHECK_EVERY: Milliseconds = 1_000;

/** Checks without an answer after which a worker is silent: it is replaced within five seconds. */
export const SILENT_AFTER = 4;

/**
 * The same before a worker has shown that it works: the first picture compiles programs, and on a
 * slow device that takes long.
 */
const FIRST_SILENT_AFTER = 30;

/**
 * Tells when a worker has stopped answering. It counts checks and not the time between them: a
 * computer that slept has missed none.
 */
export class Watchdog {
  readonly #onSilent: () => void;
  #limit = Infinity;
  #missed = 0;
  #checkedAt: Milliseconds = -Infinity;

  constructor(onSilent: () => void) {
    this.#onSilent = onSilent;
  }

  /** From now on an answer is due. */
  begin(): void {
    this.#missed = 0;
    this.#limit = FIRST_SILENT_AFTER;
  }

  /**
   * It has done its work for the first time.
   * @param replaced how often it was replaced before: a device that needs it often is a slow one
   */
  works(replaced: number): void {
    if (this.#limit === FIRST_SILENT_AFTER) this.#limit = SILENT_AFTER * 2 ** replaced;
  }

  end(): void {
    this.#limit = Infinity;
  }

  /** It gave a sign of life. */
  heard(): void {
    this.#missed = 0;
  }

  /** Whoever has a clock may call it, as often as it likes. @param now monotonic ms */
  check(now: Milliseconds): void {
    if (now - this.#checkedAt < 0.9 * CHECK_EVERY) return;
    this.#checkedAt = now;
    this.#missed++;
    if (this.#missed < this.#limit) return;
    this.end();
    this.#onSilent();
  }
}
