import { WAKEFULNESS_CLASSES, type ClassProbabilities } from '../../common/classes';
import { SECOND_MS, type Clock, type Milliseconds } from '../../common/clock';
import type { FaceCrop } from '../../vision/types';
import { Cadence, PREDICTION_CADENCE } from '../monitor-worker/cadence';
import type { FaceView } from '../monitor-worker/face-viewer';
import type { NetworkPrediction } from '../network-worker/protocol';
import type { TrialEvent } from './protocol';

/** One of the two networks. */
export interface TriedNetwork {
  /** Side of the crop it takes, pixels. */
  readonly inputSize: number;
  readonly predict: (crop: FaceCrop) => Promise<NetworkPrediction>;
}

interface Parts {
  readonly before: TriedNetwork;
  readonly after: TriedNetwork;
  readonly now: Clock;
  readonly emit: (event: TrialEvent) => void;
  readonly onFailure: (error: unknown) => void;
}

interface Pair {
  readonly t: Milliseconds;
  readonly before: ClassProbabilities | null;
  readonly after: ClassProbabilities | null;
}

/** Asks both networks about the same faces, as often as the slower one can keep up. */
export class TrialFaces {
  readonly #parts: Parts;
  readonly #cadence = new Cadence(PREDICTION_CADENCE);
  #running = false;
  #pairs: readonly Pair[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** While the frame is open: the faces are cut out of it at once. */
  see({ t, face, missing, trial }: FaceView): void {
    if (trial === 'aside') return;
    if (!face || face.eyesHidden || trial === 'on') {
      this.#pairs = [];
      const reason = trial === 'on' ? 'starting' : 'eyes-hidden';
      this.#parts.emit({ type: 'missing', reason: face ? reason : (missing ?? 'no-face') });
      return;
    }
    if (this.#running || !this.#cadence.due(t)) return;
    const { before, after } = this.#parts;
    void this.#ask(t, face.crop(before.inputSize), face.crop(after.inputSize));
  }

  async #ask(t: Milliseconds, forBefore: FaceCrop, forAfter: FaceCrop): Promise<void> {
    const { before, after, now, emit, onFailure } = this.#parts;
    this.#running = true;
    const started = now();
    try {
      const [then, later] = await Promise.all([before.predict(forBefore), after.predict(forAfter)]);
      const pair = { t, before: then.posterior, after: later.posterior };
      this.#pairs = [...this.#pairs.filter((each) => t - each.t < SECOND_MS), pair];
      emit({
        type: 'predicted',
        before: meanOf(this.#pairs.map((each) => each.before)),
        after: meanOf(this.#pairs.map((each) => each.after)),
        tensors: [then.tensors, later.tensors],
      });
    } catch (error) {
      onFailure(error);
    }
    this.#cadence.took(now() - started);
    this.#running = false;
  }
}

function meanOf(all: readonly (ClassProbabilities | null)[]): ClassProbabilities | null {
  const sum = { asleep: 0, drowsy: 0, awake: 0 };
  for (const one of all) {
    if (!one) return null;
    for (const label of WAKEFULNESS_CLASSES) sum[label] += one[label] / all.length;
  }
  return sum;
}
