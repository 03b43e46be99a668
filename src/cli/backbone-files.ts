/** The backbones' weights: faceres from npm, facenet from `npm run models -- facenet`. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { prepareModels } from '../../build/models/model-files';
import { WakefulError } from '../common/errors';
import type { BackboneId } from '../common/backbone-ids';
import type { Backbone } from '../network/backbone';
import { BACKBONES } from '../network/backbones';
import { backboneDigest, readBackboneFile, type WeightValues } from '../network/weights';

const ROOT = resolve(import.meta.dirname, '../..');

export interface LoadedBackbone {
  readonly backbone: Backbone;
  readonly values: WeightValues;
  /** `backboneDigest`. */
  readonly digest: string;
}

/** The safetensors file of a backbone. @throws WakefulError `model-load` when it is not here */
export function backbonePath(id: BackboneId): string {
  const source = prepareModels(ROOT)[id];
  if (source) return source.path;
  throw new WakefulError(
    'model-load',
    `The weights of ${id} are not on this machine.`,
    `Fetch them: npm run models -- ${id}.`,
  );
}

/** @throws WakefulError `model-load` when the file is not here or is not this network's */
export async function loadBackbone(id: BackboneId): Promise<LoadedBackbone> {
  const backbone = BACKBONES[id];
  const values = readBackboneFile(backbone, new Uint8Array(readFileSync(backbonePath(id))));
  return { backbone, values, digest: await backboneDigest(backbone, values) };
}
