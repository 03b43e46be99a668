/** Pausing, cancelling and giving way: how a training is steered from outside. */

/**
 * What the trainer needs of an AbortSignal (pages, workers and Node have it; this code sees no DOM
 * types).
 */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Thrown inside the trainer to leave it; `train` turns it into the outcome `cancelled`. */
export class Cancelled extends Error {
  constructor() {
    super('The training was cancelled.');
    this.name = 'Cancelled';
  }
}

export function throwIfCancelled(signal: StopSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
}

/** Stops a training after its current step and lets it go on. */
export class PauseSwitch {
  #waiting: (() => void)[] = [];
  #paused = false;

  get paused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
  }

  continue(): void {
    this.#paused = false;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Resolves at once when not paused, else when continued or when the signal stops everything. */
  async running(signal?: StopSignal): Promise<void> {
    if (!this.#paused || signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.push(wake);
      signal?.addEventListener('abort', wake);
    });
  }
}

declare function setTimeout(callback: () => void, milliseconds: number): unknown;

/**
 * Lets messages and timers in between two steps: a promise alone would not on a synchronous backend
 * such as wasm.
 */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
