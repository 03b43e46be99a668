/** Seconds of a lecture by what the monitor told, for a learner who agreed that they count. */
export class WakefulnessScore {
  #awake = 0;
  #others = 0;

  /** One second. Unknown is neither. */
  add(state: unknown): void {
    if (state === 'awake') this.#awake++;
    else if (state === 'drowsy' || state === 'asleep') this.#others++;
  }

  /** Percent of the seconds with a known state that were awake; null where there is none. */
  get percent(): number | null {
    const known = this.#awake + this.#others;
    return known === 0 ? null : Math.round((100 * this.#awake) / known);
  }
}
