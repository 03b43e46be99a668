import type { Clock, Milliseconds } from '../../common/clock';
import { EnrolmentCollector } from '../../profile/enrolment/collector';
import type { Enrolment, EnrolmentProgress, EnrolmentStatus } from '../../profile/enrolment/enrolment';
import { exposureOf } from '../../vision/exposure';
import type { FaceCrop } from '../../vision/types';
import type { EngineEvent } from '../protocol';
import { Cadence, PREDICTION_CADENCE } from './cadence';
import type { FaceView } from './face-viewer';

export interface EnrollingParts {
  readonly backbone: string;
  /** Side of the crops that the network takes, pixels; null while it loads. */
  readonly inputSize: () => number | null;
  readonly embed: (crop: FaceCrop) => Promise<Float32Array>;
  /** Whose eyes to measure anew; null: somebody new. */
  readonly known: Enrolment | null;
  readonly wallClock: Clock;
  readonly emit: (event: EngineEvent) => void;
  readonly onDone: (enrolment: Enrolment) => void;
  readonly onFailed: (failure: Extract<EnrolmentStatus, { kind: 'failed' }>) => void;
  readonly onEmbedFailure: (error: unknown) => void;
}

/** Fraction of the progress that is worth telling. */
const PROGRESS_STEP = 0.01;

/**
 * Runs an enrolment: offers frames and embeddings to the collector and tells how far it is. Ends
 * itself.
 */
export class Enrolling {
  readonly #parts: EnrollingParts;
  readonly #collector: EnrolmentCollector;
  readonly #cadence = new Cadence(PREDICTION_CADENCE);
  #embedding = false;
  #over = false;
  #told: EnrolmentProgress = { fraction: -1, hint: 'look-at-screen', stuck: false };

  constructor(parts: EnrollingParts) {
    this.#parts = parts;
    this.#collector = new EnrolmentCollector(parts);
    this.#follow(this.#collector.status);
  }

  /** @param alive the face has blinked or spoken since it came into view */
  see({ t, face, missing }: FaceView, alive: boolean): void {
    if (this.#over) return;
    const inputSize = this.#parts.inputSize();
    const asks = face && inputSize !== null && !this.#embedding && this.#cadence.due(t);
    const crop = asks ? face.crop(inputSize) : null;
    this.#follow(
      this.#collector.add({
        t,
        signals: face?.signals ?? null,
        missing,
        interocularPx: face?.interocularPx ?? 0,
        eyesHidden: face?.eyesHidden ?? false,
        alive,
        exposure: crop && exposureOf(crop.rgba),
      }),
    );
    if (crop) this.#embed(t, crop);
  }

  /** Time passes, maybe without frames. */
  tick(now: Milliseconds): void {
    if (!this.#over) this.#follow(this.#collector.tick(now));
  }

  cancel(): void {
    this.#over = true;
  }

  #embed(t: Milliseconds, crop: FaceCrop): void {
    this.#embedding = true;
    this.#parts
      .embed(crop)
      .then((embedding) => {
        if (!this.#over) this.#follow(this.#collector.addEmbedding(t, embedding));
      }, this.#parts.onEmbedFailure)
      .finally(() => (this.#embedding = false));
  }

  #follow(status: EnrolmentStatus): void {
    switch (status.kind) {
      case 'collecting': {
        const { progress } = status;
        const isSame = progress.hint === this.#told.hint && progress.stuck === this.#told.stuck;
        if (isSame && Math.abs(progress.fraction - this.#told.fraction) < PROGRESS_STEP) return;
        this.#told = progress;
        this.#parts.emit({ type: 'enrolment', progress });
        return;
      }
      case 'done':
        this.#over = true;
        this.#parts.onDone(status.enrolment);
        return;
      case 'failed':
        this.#over = true;
        this.#parts.onFailed(status);
    }
  }
}
