import type { WeightValues } from '../../network/weights';

/**
 * (1 − weight) · first + weight · second, for each of the first's weights. @throws RangeError where
 * the second has another
 */
export function averaged(first: WeightValues, second: WeightValues, weight: number): WeightValues {
  if (!(weight >= 0 && weight <= 1)) throw new RangeError(`A weight of ${weight} is not from 0 to 1.`);
  return new Map(
    [...first].map(([name, own]) => {
      const other = second.get(name);
      if (other?.length !== own.length) throw new RangeError(`The weight "${name}" is not in both.`);
      return [name, own.map((value, i) => (1 - weight) * value + weight * other[i]!)];
    }),
  );
}
