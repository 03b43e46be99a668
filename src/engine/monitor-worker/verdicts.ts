import type { ClassProbabilities } from '../../common/classes';
import type { Clock, Milliseconds } from '../../common/clock';
import type { FaceCrop } from '../../vision/types';
import type { Judgement } from '../network-worker/protocol';
import { Cadence, VERDICT_CADENCE } from './cadence';
import { RateMeter } from './rate-meter';

/** What the network said about one face. */
export interface Verdict {
  readonly track: number;
  readonly judgement: Judgement;
}

/** The network worker's `judge`, as far as verdicts need it. */
export type JudgeFace = (crop: FaceCrop) => Promise<Judgement>;

/** A network that does not answer must not hold up the eyes: one verdict is under way at a time, others are let go. */
export class Verdicts {
  readonly #judge: JudgeFace;
  readonly #now: Clock;
  readonly #onVerdict: (verdict: Verdict) => void;
  readonly #onFailure: (error: unknown) => void;
  readonly #cadence = new Cadence(VERDICT_CADENCE);
  readonly #rate = new RateMeter();
  #running = false;
  #latest: Verdict | null = null;

  constructor(
    judge: JudgeFace,
    now: Clock,
    onVerdict: (verdict: Verdict) => void,
    onFailure: (error: unknown) => void,
  ) {
    this.#judge = judge;
    this.#now = now;
    this.#onVerdict = onVerdict;
    this.#onFailure = onFailure;
  }

  /** Verdicts per second, lately. */
  get perSecond(): number {
    return this.#rate.perSecond(this.#now());
  }

  /** Asks for a verdict on this face when one is due; `crop` is then called at once, while the frame is still open. */
  offer(track: number, t: Milliseconds, crop: () => FaceCrop): void {
    if (this.#running || !this.#cadence.due(t)) return;
    this.#running = true;
    const started = this.#now();
    this.#judge(crop())
      .then((judgement) => {
        this.#latest = { track, judgement };
        this.#rate.count(this.#now());
        this.#onVerdict(this.#latest);
      }, this.#onFailure)
      .finally(() => {
        this.#cadence.took(this.#now() - started);
        this.#running = false;
      });
  }

  /** The newest posterior of this track, handed out once: each is evidence for one observation. */
  takePosterior(track: number): ClassProbabilities | null {
    const latest = this.#latest;
    this.#latest = null;
    return latest?.track === track ? latest.judgement.posterior : null;
  }
}
