import type { ClassProbabilities } from '../../common/classes';
import type { Clock, Milliseconds } from '../../common/clock';
import type { FaceCrop } from '../../vision/types';
import type { NetworkPrediction } from '../network-worker/protocol';
import { Cadence, PREDICTION_CADENCE, RateMeter, type Pace } from './cadence';

/** What a predictor stands on. */
export interface PredictorParts {
  /** The network worker's `predict`. */
  readonly predict: (crop: FaceCrop) => Promise<NetworkPrediction>;
  readonly now: Clock;
  readonly onPrediction: (track: number, prediction: NetworkPrediction) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Asks the network about the learner's face as often as the device can keep up. A network that does
 * not answer must not hold up the eyes: one question is under way at a time, others are let go.
 */
export class Predictor {
  readonly #parts: PredictorParts;
  readonly #cadence = new Cadence(PREDICTION_CADENCE);
  readonly #rate = new RateMeter();
  #running = false;
  #latest: { readonly track: number; readonly posterior: ClassProbabilities | null } | null = null;

  constructor(parts: PredictorParts) {
    this.#parts = parts;
  }

  /** Predictions per second, lately. */
  get perSecond(): number {
    return this.#rate.perSecond(this.#parts.now());
  }

  /**
   * Asks about this face when a prediction is due; `crop` is then called at once, while the frame
   * is still open.
   */
  offer(track: number, t: Milliseconds, crop: () => FaceCrop, pace: Pace): void {
    if (this.#running || !this.#cadence.due(t, pace)) return;
    const { predict, now, onPrediction, onFailure } = this.#parts;
    this.#running = true;
    const started = now();
    predict(crop())
      .then((prediction) => {
        this.#latest = { track, posterior: prediction.posterior };
        this.#rate.count(now());
        onPrediction(track, prediction);
      }, onFailure)
      .finally(() => {
        this.#cadence.took(now() - started);
        this.#running = false;
      });
  }

  /** The newest posterior of this track, handed out once: each is evidence for one observation. */
  takePosterior(track: number): ClassProbabilities | null {
    const latest = this.#latest;
    this.#latest = null;
    return latest?.track === track ? latest.posterior : null;
  }
}
