import { WAKEFULNESS_CLASSES } from '../common/classes';
import type { RgbaCrop } from '../network/crops';
import type { MixedPair } from '../training/mixup';
import { readAll, type CropOfSecond, type FootageSecond, type TrainingFootage } from './footage';
import type { Verdict } from './verdict';

/** Makes a picture file of a crop. */
export type EncodePicture = (crop: {
  readonly size: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}) => Promise<Blob>;

/** Examples of each pair of classes. */
const PER_CLASS_PAIR = 2;

/**
 * Pairs whose images show the mixing best: those with the most even ratio, some of each pair of
 * classes.
 */
function chooseExamples(
  pairs: readonly MixedPair[],
  labelOf: (sample: number) => number,
): readonly MixedPair[] {
  const groups = new Map<string, MixedPair[]>();
  for (const pair of pairs) {
    const key = [labelOf(pair.first), labelOf(pair.second)].sort().join();
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  const evenness = ({ lambda }: MixedPair): number => Math.abs(lambda - 0.5);
  return [...groups.values()].flatMap((group) =>
    group.sort((a, b) => evenness(a) - evenness(b)).slice(0, PER_CLASS_PAIR),
  );
}

/** λ·first + (1 − λ)·second, pixel by pixel. */
function mixImages(first: RgbaCrop, second: RgbaCrop, lambda: number): RgbaCrop {
  const rgba = first.rgba.map((value, i) => lambda * value + (1 - lambda) * second.rgba[i]!);
  return { size: first.size, rgba };
}

/**
 * Images of pairs that were mixed in training (paper, Figure 3). In the stage V_state not the
 * images are mixed, but what the network makes of them; the images then show what that amounts to.
 * @param crops of the training samples, which are these once or, changed, several times over
 */
export async function mixupExamples(
  footage: TrainingFootage,
  seconds: readonly FootageSecond[],
  crops: readonly CropOfSecond[],
  pairs: readonly MixedPair[],
  encodePicture: EncodePicture,
): Promise<Verdict['mixupExamples']> {
  const cropOf = (sample: number): CropOfSecond => crops[sample % crops.length]!;
  const labelOf = (sample: number): number => seconds[cropOf(sample).position]!.label;
  const encode = ({ size, rgba }: RgbaCrop): Promise<Blob> =>
    encodePicture({ size, rgba: new Uint8ClampedArray(rgba) });
  const examples: Verdict['mixupExamples'][number][] = [];
  for (const { first, second, lambda } of chooseExamples(pairs, labelOf)) {
    const [a, b] = await readAll(footage, seconds, [cropOf(first), cropOf(second)]);
    if (!a || !b) continue;
    if (a.size !== b.size) continue;
    examples.push({
      lambda,
      labels: [WAKEFULNESS_CLASSES[labelOf(first)]!, WAKEFULNESS_CLASSES[labelOf(second)]!],
      pictures: [await encode(a), await encode(mixImages(a, b, lambda)), await encode(b)],
    });
  }
  return examples;
}
