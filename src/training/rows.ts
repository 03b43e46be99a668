/**
 * What the trained part of the network reads. Everything below the first trained stage is frozen,
 * and so is the Identity Model: each face goes through them once, before training, and the results
 * are kept. Where the Face Model parts from the Identity Model before that stage (a fine-tuning of
 * the last stages alone), its frozen stages belong to it too.
 *
 * A row is one face, or the mix of two faces' images (mixup stage `images`): the trunk then sees
 * the mixed image, and its V_id is mixed from the two faces' own (paper, 3.2 and Fig. 5a), since
 * the Identity Model knows only real faces.
 */
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { add, concat, mul, slice, tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { forward, stagesOf } from '../network/backbone';
import { identityVectors, trunk, type DeviationModule } from '../network/deviation';
import type { MixedPair } from './mixup';
import { throwIfCancelled, type StopSignal } from './control';
import type { FaceSamples } from '../network/face-samples';

export interface RowsOptions {
  /** `face` holds the frozen stages of the Face Model: those from `fromStage` up to `trainFrom`. */
  readonly module: DeviationModule;
  /** First stage that is trained; default: the module's `fromStage`. */
  readonly trainFrom?: string | undefined;
  readonly data: FaceSamples;
  /** Samples that are rows by themselves: rows 0 … faces.length − 1. */
  readonly faces: readonly number[];
  /** Rows after those: mixed images of two samples, both among `faces`. */
  readonly mixed: readonly MixedPair[];
  /** Whether V_id is wanted; without deviation module it is not. */
  readonly withIdentity: boolean;
  /** Rows that go through the network together. */
  readonly atOnce: number;
  /** Bytes that the trunk's outputs may take; beyond it they are computed anew each time. */
  readonly cacheBytes: number;
  readonly signal?: StopSignal | undefined;
  /** Called after each portion; also gives way. */
  readonly onProgress: (done: number, total: number) => Promise<void>;
}

/** Rows of training or validation data, ready for the Face Model. */
export class Rows {
  readonly count: number;
  readonly #options: RowsOptions;
  readonly #positions: ReadonlyMap<number, number>;
  readonly #identity: Float32Array | null;
  /**
   * Outputs of the frozen part for all rows, one after the other; null when there is too much of
   * it, or nothing to spare.
   */
  #trunk: Float32Array | null = null;
  #trunkShape: readonly number[] = [];

  private constructor(options: RowsOptions) {
    this.#options = options;
    this.#positions = new Map(options.faces.map((sample, row) => [sample, row]));
    this.count = options.faces.length + options.mixed.length;
    this.#identity = options.withIdentity
      ? new Float32Array(this.count * options.module.backbone.embeddingSize)
      : null;
  }

  /** @throws Cancelled when the signal stops it. */
  static async prepare(options: RowsOptions): Promise<Rows> {
    const rows = new Rows(options);
    await rows.#fill();
    return rows;
  }

  /** Row number of a sample that is a row by itself. */
  rowOf(sample: number): number {
    const row = this.#positions.get(sample);
    if (row === undefined) throw new RangeError(`Sample ${sample} is not among the rows.`);
    return row;
  }

  /** Samples that a row is made of. */
  samplesOf(row: number): readonly number[] {
    const { faces, mixed } = this.#options;
    if (row < faces.length) return [faces[row]!];
    const { first, second } = mixed[row - faces.length]!;
    return [first, second];
  }

  /** What the first trained stage reads, [rows.length, …]. The caller's. */
  async trunk(rows: readonly number[]): Promise<Tensor> {
    const cached = this.#trunk;
    if (cached)
      return tensor(gather(cached, rows, this.count), [rows.length, ...this.#trunkShape], 'float32');
    const shared = await this.#shared(rows);
    const input = this.#frozenFace(shared);
    shared.dispose();
    return input;
  }

  /** What both models share of these rows: kept outputs where no row is a mixed image. */
  async #shared(rows: readonly number[]): Promise<Tensor> {
    const { data, faces, module } = this.#options;
    if (data.trunk && rows.every((row) => row < faces.length)) {
      return data.trunk(rows.map((row) => faces[row]!));
    }
    const images = await this.#images(rows);
    const shared = trunk(module, images);
    images.dispose();
    return shared;
  }

  /** From what both models share to what the first trained stage reads. */
  #frozenFace(shared: Tensor): Tensor {
    const { backbone, face, fromStage } = this.#options.module;
    return forward(backbone, face, shared, { from: fromStage, until: this.#trainFrom });
  }

  get #trainFrom(): string {
    return this.#options.trainFrom ?? this.#options.module.fromStage;
  }

  /** V_id of the rows [rows.length, embeddingSize]; null where it is not wanted. The caller's. */
  identity(rows: readonly number[]): Tensor2D | null {
    if (this.#identity === null) return null;
    const size = this.#options.module.backbone.embeddingSize;
    return tensor2d(gather(this.#identity, rows, this.count), [rows.length, size]);
  }

  /**
   * Standard deviation of V_id over the faces, for each of its numbers; those below `floor` × their
   * mean are lifted to it, so that none is 0. null where V_id is not wanted.
   */
  identitySpread(floor: number): Float32Array<ArrayBuffer> | null {
    const identity = this.#identity;
    if (identity === null) return null;
    const size = this.#options.module.backbone.embeddingSize;
    const faces = this.#options.faces.length;
    const spread = new Float32Array(size);
    for (let k = 0; k < size; k++) {
      let mean = 0;
      for (let row = 0; row < faces; row++) mean += identity[row * size + k]! / faces;
      let variance = 0;
      for (let row = 0; row < faces; row++) variance += (identity[row * size + k]! - mean) ** 2 / faces;
      spread[k] = Math.sqrt(variance);
    }
    // One face, or the same one again and again, has no spread: then nothing is divided.
    const least = floor * (spread.reduce((sum, value) => sum + value, 0) / size) || 1;
    return spread.map((value) => Math.max(value, least));
  }

  async #fill(): Promise<void> {
    const { module, data, faces, atOnce, cacheBytes, signal, onProgress } = this.#options;
    const size = module.backbone.embeddingSize;
    const hasTrunk = stagesOf(module.backbone, { until: this.#trainFrom }).length > 0;
    let start = 0;
    while (start < this.count) {
      throwIfCancelled(signal);
      // Faces whose outputs are kept go apart from mixed images.
      const edge = data.trunk && start < faces.length ? faces.length : this.count;
      const end = Math.min(start + atOnce, edge);
      const rows = Array.from({ length: end - start }, (_, i) => start + i);
      const identityWanted = this.#identity !== null && start < faces.length;
      if (start > 0 && !this.#trunk && !identityWanted) break;
      const shared = await this.#shared(rows);
      const input = this.#frozenFace(shared);
      if (start === 0) {
        this.#trunkShape = input.shape.slice(1);
        const bytes = (input.size / rows.length) * this.count * Float32Array.BYTES_PER_ELEMENT;
        if (hasTrunk && bytes <= cacheBytes) {
          this.#trunk = new Float32Array((input.size / rows.length) * this.count);
        }
      }
      if (this.#trunk)
        this.#trunk.set(await input.data<'float32'>(), (this.#trunk.length / this.count) * start);
      input.dispose();
      if (identityWanted) {
        const vectors = identityVectors(module, shared);
        this.#identity.set(await vectors.data<'float32'>(), start * size);
        vectors.dispose();
      }
      shared.dispose();
      start = end;
      await onProgress(end, this.count);
    }
    this.#mixIdentity();
  }

  /** V_id of mixed images: the same mix of the two faces' own. */
  #mixIdentity(): void {
    const identity = this.#identity;
    if (identity === null) return;
    const { module, faces, mixed } = this.#options;
    const size = module.backbone.embeddingSize;
    mixed.forEach(({ first, second, lambda }, i) => {
      const [a, b, to] = [this.rowOf(first) * size, this.rowOf(second) * size, (faces.length + i) * size];
      for (let k = 0; k < size; k++) {
        identity[to + k] = lambda * identity[a + k]! + (1 - lambda) * identity[b + k]!;
      }
    });
  }

  async #images(rows: readonly number[]): Promise<Tensor4D> {
    const { faces, mixed, data } = this.#options;
    const plain = rows.filter((row) => row < faces.length);
    const pairs = rows.filter((row) => row >= faces.length).map((row) => mixed[row - faces.length]!);
    if (pairs.length === 0) return data.images(plain.map((row) => faces[row]!));
    const samples = [
      ...plain.map((row) => faces[row]!),
      ...pairs.flatMap(({ first, second }) => [first, second]),
    ];
    const images = await data.images(samples);
    const inOrder = tidy(() => {
      const image = (position: number): Tensor4D => slice(images, [position, 0, 0, 0], [1, -1, -1, -1]);
      let nextPlain = 0;
      let nextPair = plain.length;
      return concat(
        rows.map((row) => {
          if (row < faces.length) return image(nextPlain++);
          const { lambda } = mixed[row - faces.length]!;
          return add<Tensor4D>(mul(image(nextPair++), lambda), mul(image(nextPair++), 1 - lambda));
        }),
      );
    });
    images.dispose();
    return inOrder;
  }
}

/** Chosen rows of `values`, which holds `count` rows one after the other. */
function gather(values: Float32Array, rows: readonly number[], count: number): Float32Array {
  const size = values.length / count;
  const result = new Float32Array(rows.length * size);
  rows.forEach((row, i) => result.set(values.subarray(row * size, (row + 1) * size), i * size));
  return result;
}
