import type { Clock, Milliseconds } from '../common/clock';
import { WakefulError } from '../common/errors';
import type { WeightSpec } from '../network/backbone';
import type { UnfinishedStore } from '../profile/checkpoints/unfinished-store';
import { encodeTrainingCheckpoint, type TrainingCheckpoint } from '../training/training-checkpoint';
import type { TrainEvent, TrainRequest } from '../engine/studio-api';

/** Between two saves on the way; a reload loses no more than this. */
const SAVE_EVERY: Milliseconds = 10_000;

export interface SaverOptions {
  readonly store: UnfinishedStore;
  readonly specs: readonly WeightSpec[];
  readonly request: TrainRequest;
  readonly now: Clock;
  readonly wallClock: Clock;
  readonly emit: (event: TrainEvent) => void;
}

/** Keeps a running training on the device, one save after the other. A save that fails is told; the training goes on. */
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
    const { store, specs, request, wallClock, emit } = this.#options;
    try {
      await store.keep({
        request,
        step: checkpoint.batch,
        steps: this.#steps,
        savedAt: wallClock(),
        file: encodeTrainingCheckpoint(checkpoint, specs).buffer,
      });
      emit({ type: 'saved', step: checkpoint.batch });
    } catch (error) {
      const code = error instanceof WakefulError ? String(error.code) : 'internal';
      emit({ type: 'not-saved', code, detail: error instanceof Error ? error.message : String(error) });
    }
  }
}
