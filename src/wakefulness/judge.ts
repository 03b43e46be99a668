import type { ClassProbabilities, WakefulnessClass } from '../common/classes';
import { WAKEFULNESS_CLASSES } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import { CauseMemory } from './causes';
import {
  LEAST_VISIBILITY,
  LONGEST_GLANCE,
  LOOKS_DOWN,
  LOW_LIDS,
  POSTERIOR_STANDS,
  STATE_LEAD,
} from './constants';
import { OcularEvidence } from './evidence';
import { fuse, networkLikelihood, ocularLikelihood, type FusionWeights } from './likelihood';
import { NeutralPitch } from './neutral-pitch';
import type { EyeCalibration, FaceObservation } from './observation';
import { readEyes, type EyeReading } from './openness';
import { StateFilter, type EvidenceRates } from './state-filter';
import type { StateCause } from './state-event';

/**
 * Frames of one learner in, the most probable state out. Knows nothing of presence, publication or
 * alerts.
 */
export class Judge {
  readonly evidence = new OcularEvidence();
  readonly #filter = new StateFilter();
  readonly #causes = new CauseMemory();
  readonly #neutralPitch = new NeutralPitch();
  readonly #weights: FusionWeights;
  #posterior: { readonly t: Milliseconds; readonly value: ClassProbabilities } | null = null;
  #state: WakefulnessClass = 'awake';
  #rates: EvidenceRates = { asleep: 0, drowsy: 0, awake: 0 };

  constructor(weights: FusionWeights) {
    this.#weights = weights;
  }

  get state(): WakefulnessClass {
    return this.#state;
  }

  get probabilities(): ClassProbabilities {
    return this.#filter.probabilities;
  }

  /** What the last face that was measured speaks for, by itself: nats per second. */
  get rates(): EvidenceRates {
    return this.#rates;
  }

  get causes(): StateCause[] {
    return this.#causes.of(this.#state);
  }

  /**
   * One face, `dt` after the last observation (0: the time before it was not seen). False: its eyes
   * cannot be measured; then the network's verdict on it does not count either, for it was trained
   * on faces that show their eyes.
   */
  see(face: FaceObservation, calibration: EyeCalibration, dt: Milliseconds): boolean {
    const { pitch } = calibration.pose;
    const eyes = readEyes(face, calibration, this.#neutralPitch.given(pitch));
    if (eyes.visibility < LEAST_VISIBILITY || this.#looksDown(eyes)) return false;
    this.#neutralPitch.follow(face.pose.pitch, pitch, eyes.unaided, dt);
    const features = this.evidence.see(face, eyes, calibration, dt);
    if (face.posterior !== null) this.#posterior = { t: face.t, value: face.posterior };
    const standing =
      this.#posterior !== null && face.t - this.#posterior.t <= POSTERIOR_STANDS
        ? this.#posterior.value
        : null;
    const likelihood = fuse(
      ocularLikelihood(features),
      standing === null ? null : networkLikelihood(standing),
      this.#weights,
    );
    this.#rates = likelihood.rates;
    this.#filter.advance(dt, likelihood.rates);
    this.#causes.add(likelihood.contributions, dt);
    this.#decide(features.asleepNow);
    return true;
  }

  /** Nothing measurable for `dt` ms. */
  miss(t: Milliseconds, dt: Milliseconds): void {
    this.evidence.miss(t, dt);
    this.#filter.advance(dt, null);
  }

  /** What was going on is over: time was lost, or somebody else was there. */
  interrupt(): void {
    this.evidence.interrupt();
    this.#filter.reset();
    this.#causes.clear();
    this.#posterior = null;
    this.#state = 'awake';
  }

  /** Forget everything, sliding windows too. */
  reset(): void {
    this.interrupt();
    this.evidence.reset();
    this.#neutralPitch.reset();
  }

  /**
   * Whether lids that look low are those of a look down: the chin is down, and the learner was
   * awake and has not just fallen asleep. Then nothing can be told from them.
   */
  #looksDown({ chinDown, openness }: EyeReading): boolean {
    return (
      this.#state === 'awake' &&
      chinDown >= LOOKS_DOWN.to &&
      openness < LOW_LIDS &&
      this.evidence.sureClosure < LONGEST_GLANCE
    );
  }

  /**
   * The most probable state, with a lead against flicker. Asleep begins only with a closure over
   * one second (Table 1).
   */
  #decide(closedOverOneSecond: boolean): void {
    const p = this.#filter.probabilities;
    for (const candidate of WAKEFULNESS_CLASSES) {
      if (candidate === 'asleep' && !closedOverOneSecond) continue;
      if (p[candidate] > p[this.#state] + STATE_LEAD) this.#state = candidate;
    }
  }
}
