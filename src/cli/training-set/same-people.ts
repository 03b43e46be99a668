/**
 * Public figures stand in several sources: the identity network says who is in two parts, and takes
 * them out of one.
 */
import { mean, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { groupBy } from '../../common/group-by';
import { embed, type Backbone, type Weights } from '../../network/backbone';
import { cosineSimilarity } from '../../network/similarity';
import { readCrop } from '../dataset/crops';
import type { Dataset } from '../dataset/extracted';
import { groupOf } from '../predict/face-groups';
import { spread } from './openness';

/** Crops of a person that are looked at. */
const LOOKED_AT = 3;

export interface KnownFace {
  readonly subject: string;
  readonly embedding: ArrayLike<number>;
}

/**
 * The mean embedding of each person of a part, of faces as they are: without drawn glasses and
 * others' eyes.
 */
export async function peopleOf(
  dataset: Dataset,
  backbone: Backbone,
  weights: Weights,
): Promise<readonly KnownFace[]> {
  const size = dataset.manifest.cropSize;
  const asTheyAre = dataset.crops.filter((row) => {
    const group = groupOf(row);
    if (group === 'portraits with drawn glasses' || group === 'transplanted eyes') return false;
    return group !== 'portraits' || row.label === 'awake';
  });
  const people: KnownFace[] = [];
  for (const [subject, rows] of groupBy(asTheyAre, (row) => row.subject)) {
    const some = spread(rows, LOOKED_AT);
    const crops = await Promise.all(some.map((row) => readCrop(dataset, row)));
    const pixels = new Float32Array(some.length * size * size * 3);
    crops.forEach((crop, i) => pixels.set(crop, i * size * size * 3));
    const images = tensor4d(pixels, [some.length, size, size, 3]);
    const middle = tidy(() => mean(embed(backbone, weights, images), 0));
    people.push({ subject, embedding: await middle.data<'float32'>() });
    middle.dispose();
    images.dispose();
  }
  return people;
}

/**
 * Those of `people` who look like somebody of `others`, with whom.
 * @param alike cosine above which two faces are one person's
 */
export function alsoAmong(
  people: readonly KnownFace[],
  others: readonly KnownFace[],
  alike: number,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { subject, embedding } of people) {
    const twin = others.find((other) => cosineSimilarity(embedding, other.embedding) > alike);
    if (twin) found.set(subject, twin.subject);
  }
  return found;
}
