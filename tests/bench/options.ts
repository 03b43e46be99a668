/** What `npm run bench` was asked for. */
import type { TestBackend } from '../support/tfjs-backends';

export interface BenchOptions {
  readonly backend: TestBackend;
  /** Seconds of measuring for each thing measured. */
  readonly seconds: number;
  /** Faces in a training step and in a filter gradient. */
  readonly images: number;
}
