interface Waiting {
  readonly onTurn: (ahead: number) => void;
  readonly start: () => void;
}

/** Work that is done one after the other, in the order in which it was asked for. */
export class TurnQueue {
  /** The first one is under way. */
  readonly #jobs: Waiting[] = [];

  /**
   * Does the work when its turn has come.
   * @param onTurn told how many are ahead of it, whenever that changes; 0: it begins
   * @param signal aborting takes it out of the queue as long as it waits
   */
  async run<T>(
    work: () => Promise<T>,
    signal: AbortSignal,
    onTurn: (ahead: number) => void = () => undefined,
  ): Promise<T> {
    signal.throwIfAborted();
    let start: () => void = () => undefined;
    const turn = new Promise<void>((resolve, reject) => {
      start = resolve;
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    const job: Waiting = { onTurn, start };
    this.#jobs.push(job);
    if (this.#jobs[0] === job) start();
    onTurn(this.#jobs.length - 1);
    try {
      await turn;
      return await work();
    } finally {
      this.#remove(job);
    }
  }

  #remove(job: Waiting): void {
    const at = this.#jobs.indexOf(job);
    this.#jobs.splice(at, 1);
    this.#jobs.slice(at).forEach((each, i) => each.onTurn(at + i));
    if (at === 0) this.#jobs[0]?.start();
  }
}
