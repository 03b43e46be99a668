/**
 * The frozen trunk's outputs for some faces, in a file. Trainings then start from what the first
 * trained stage reads: the trunk, most of the network, is computed once for every process on the
 * machine.
 *
 * The file holds single-precision numbers, 200 kB a face for the default backbone. Half precision
 * would do, but cells that mix images compute their trunk anew, and must not differ by rounding.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { tensor4d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { count, RANGES, wholeWithin } from '../common/ranges';
import { forward, stagesOf, type Backbone, type Weights } from '../network/backbone';
import type { FaceSamples } from '../network/face-samples';
import { unwritten, writeFileAtomic } from './files';

/** Faces that go through the trunk together. */
const AT_ONCE = 16;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

const side = wholeWithin(RANGES.trunkSide);
const shapeSchema = v.tuple([side, side, side]);
const headSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    count,
    shape: shapeSchema,
  }),
);
type Shape = v.InferOutput<typeof shapeSchema>;

/** Whether a backbone has anything below the stage that training starts at. */
export function hasTrunk(backbone: Backbone, fromStage: string): boolean {
  return stagesOf(backbone, { until: fromStage }).length > 0;
}

/** The part of a backbone that is trained, reading the trunk's output as its images. */
export function trainedPart(backbone: Backbone, fromStage: string): Backbone {
  return { ...backbone, stages: stagesOf(backbone, { from: fromStage }), preprocess: (x) => x };
}

export interface TrunkCacheOptions {
  readonly folder: string;
  readonly backbone: Backbone;
  readonly identity: Weights;
  readonly fromStage: string;
  /** Names the faces and their order: another list has another file. */
  readonly name: string;
  /** Of the backbone's weights. */
  readonly digest: string;
}

export class TrunkCache {
  readonly #file: number;
  readonly #shape: Shape;
  readonly #size: number;

  private constructor(path: string, shape: Shape) {
    this.#file = openSync(path, 'r');
    this.#shape = shape;
    this.#size = shape[0] * shape[1] * shape[2];
  }

  /**
   * Opens the file, after computing it where it is missing or not whole; other processes may do the
   * same.
   */
  static async open(
    options: TrunkCacheOptions,
    faces: FaceSamples,
    onProgress: (done: number, total: number) => void,
  ): Promise<TrunkCache> {
    const { folder, backbone, fromStage, name, digest } = options;
    const key = createHash('sha256')
      .update(JSON.stringify([backbone.id, digest, fromStage, faces.side, name]))
      .digest('hex')
      .slice(0, 24);
    const path = join(folder, `${key}.f32`);
    const headPath = join(folder, `${key}.json`);
    const kept = shapeOf(path, headPath, faces.samples.length);
    if (kept) return new TrunkCache(path, kept);
    const shape = await compute(options, faces, path, onProgress);
    writeFileAtomic(headPath, JSON.stringify({ count: faces.samples.length, shape }));
    return new TrunkCache(path, shape);
  }

  /** The trunk's outputs in the place of images; `rows[i]` is the cache's row of `samples[i]`. */
  samples(samples: FaceSamples['samples'], rows: readonly number[]): FaceSamples {
    return {
      samples,
      side: this.#shape[0],
      images: (indices) => this.#read(indices.map((index) => rows[index]!)),
    };
  }

  #read(rows: readonly number[]): Tensor4D {
    const values = new Float32Array(rows.length * this.#size);
    rows.forEach((row, i) => {
      const bytes = new Uint8Array(values.buffer, i * this.#size * BYTES, this.#size * BYTES);
      const read = readSync(this.#file, bytes, 0, bytes.length, row * this.#size * BYTES);
      if (read !== bytes.length) throw new RangeError(`The trunk cache has no face ${row}.`);
    });
    return tensor4d(values, [rows.length, ...this.#shape]);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Of one face's outputs; null: they are not here, or not those of so many faces. */
function shapeOf(path: string, headPath: string, faces: number): Shape | null {
  if (!existsSync(headPath) || !existsSync(path)) return null;
  const head = v.safeParse(headSchema, readFileSync(headPath, 'utf8'));
  if (!head.success || head.output.count !== faces) return null;
  const { shape } = head.output;
  return statSync(path).size === faces * shape[0] * shape[1] * shape[2] * BYTES ? shape : null;
}

/** @throws WakefulError `disk-full`, `file-unwritable` */
function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw unwritten(path, error);
  }
}

async function compute(
  { folder, backbone, identity, fromStage }: TrunkCacheOptions,
  faces: FaceSamples,
  path: string,
  onProgress: (done: number, total: number) => void,
): Promise<Shape> {
  const unfinished = `${path}.${hostname()}.${process.pid}.part`;
  const file = writing(path, () => {
    mkdirSync(folder, { recursive: true });
    return openSync(unfinished, 'w');
  });
  let shape: readonly number[] = [];
  try {
    const total = faces.samples.length;
    for (let start = 0; start < total; start += AT_ONCE) {
      const indices = Array.from({ length: Math.min(AT_ONCE, total - start) }, (_, i) => start + i);
      const images = await faces.images(indices);
      const shared = tidy(() =>
        forward(backbone, identity, backbone.preprocess(images), { until: fromStage }),
      );
      images.dispose();
      shape = shared.shape.slice(1);
      const values = await shared.data<'float32'>();
      shared.dispose();
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      writing(path, () => {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      });
      onProgress(start + indices.length, total);
    }
  } catch (error) {
    closeSync(file);
    rmSync(unfinished, { force: true });
    throw error;
  }
  closeSync(file);
  renameSync(unfinished, path);
  return v.parse(shapeSchema, shape);
}
