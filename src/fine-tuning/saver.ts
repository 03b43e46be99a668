import type { Clock, Milliseconds } from '../common/clock';
import { messageOf, WakefulError } from '../common/errors';
import type { WeightSpec } from '../network/backbone';
import { encodeTrainingCheckpoint, type TrainingCheckpoint } from '../training/training-checkpoint';
import type { TrainEvent } from './events';

/** Where a training in the middle is kept. */
export interface TrainingSaves {
  /** The save that is gone on with; null: from the beginning. */
  readonly last: ArrayBuffer | null;
  /** Takes the place of what was kept. @param steps of the whole training */
  keep(file: ArrayBuffer, step: number, steps: number): Promise<void>;
}

/** Between two saves on the way; a reload loses no more than this. */
const SAVE_EVERY: Milliseconds = 10_000;

export interface SaverOptions {
  readonly saves: TrainingSaves;
  readonly specs: readonly WeightSpec[];
  readonly now: Clock;
  readonly emit: (event: TrainEvent) => void;
}

/**
 * Saves a running training, one save after the other. One that fails is told; the training goes on.
 */
export class Saver {
  readonly #options: SaverOptions;
  #writing: Promise<void> = Promise.resolve();
  #savedAt: Milliseconds;
  #steps = 0;

  constructor(options: SaverOptions) {
    this.#options = options;
    this.#savedAt = options.now();
  }

  /** Steps of the whole training, once they are known. */
  planned(steps: number): void {
    this.#steps = steps;
  }

  /** Saves unless it did so just now. */
  onTheWay(checkpoint: TrainingCheckpoint): void {
    if (this.#options.now() - this.#savedAt < SAVE_EVERY) return;
    void this.save(checkpoint);
  }

  /** Resolves when it is saved, or told that it could not be. */
  async save(checkpoint: TrainingCheckpoint): Promise<void> {
    this.#savedAt = this.#options.now();
    this.#writing = this.#writing.then(() => this.#write(checkpoint));
    await this.#writing;
  }

  /** Waits for what is being written. */
  async settle(): Promise<void> {
    await this.#writing;
  }

  async #write(checkpoint: TrainingCheckpoint): Promise<void> {
    const { saves, specs, emit } = this.#options;
    const step = checkpoint.batch;
    try {
      await saves.keep(encodeTrainingCheckpoint(checkpoint, specs).buffer, step, this.#steps);
      emit({ type: 'saved', step });
    } catch (error) {
      const code = error instanceof WakefulError ? String(error.code) : 'internal';
      emit({ type: 'not-saved', code, detail: messageOf(error) });
    }
  }
}
