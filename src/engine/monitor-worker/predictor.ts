import type { ClassProbabilities } from '../../common/classes';
import type { Clock, Milliseconds } from '../../common/clock';
import type { FaceCrop } from '../../vision/types';
import { verdictTrust } from '../../wakefulness/classifier';
import type { NetworkPrediction } from '../network-worker/protocol';
import { Cadence, PREDICTION_CADENCE, RateMeter } from './cadence';

/** What a predictor stands on. */
export interface PredictorParts {
  /** The network worker's `predict`. */
  readonly predict: (crop: FaceCrop) => Promise<NetworkPrediction>;
  readonly now: Clock;
  readonly onPrediction: (track: number, prediction: NetworkPrediction) => void;
  readonly onFailure: (error: unknown) => void;
}

/** A face that the network may be asked about. */
export interface OfferedFace {
  readonly track: number;
  readonly t: Milliseconds;
  /** Opening of the lower lid; null: whose face it is has to be known first. */
  readonly low: number | null;
}

/**
 * The network is asked again once its last word counts less than this: it is older, or the lids
 * have moved since. Chosen: with still lids after 0.4 s, on the next frame when they close.
 */
const ASKED_BELOW = 0.5;

/**
 * Asks the network about the learner's face where its word can change the state, as often as the
 * device can keep up. A network that does not answer must not hold up the eyes: one question is
 * under way at a time, others are let go.
 */
export class Predictor {
  readonly #parts: PredictorParts;
  readonly #cadence = new Cadence(PREDICTION_CADENCE);
  readonly #rate = new RateMeter();
  #running = false;
  #asked: OfferedFace | null = null;
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
  offer(face: OfferedFace, crop: () => FaceCrop, calm: boolean): void {
    const { track, t } = face;
    if (this.#running || this.#stands(face) || !this.#cadence.due(t, calm)) return;
    const { predict, now, onPrediction, onFailure } = this.#parts;
    this.#asked = face;
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

  /** Whether what was last asked tells as much about this face. */
  #stands({ track, t, low }: OfferedFace): boolean {
    const asked = this.#asked;
    if (asked?.track !== track || asked.low === null || low === null || t < asked.t) return false;
    return verdictTrust(t - asked.t, low - asked.low) >= ASKED_BELOW;
  }

  /** The newest posterior of this track, handed out once: each is evidence for one observation. */
  takePosterior(track: number): ClassProbabilities | null {
    const latest = this.#latest;
    this.#latest = null;
    return latest?.track === track ? latest.posterior : null;
  }
}
