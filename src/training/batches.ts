import { groupBy } from '../common/group-by';
import type { Random } from '../common/random';

/**
 * The order in which an epoch goes through its items.
 * @param people the person each item shows; items of one person are put together in runs of
 *   `imagesPerPerson`
 * @returns item numbers, each once
 */
export function epochOrder(
  people: readonly string[],
  imagesPerPerson: number,
  random: Random,
): readonly number[] {
  const all = people.map((_, item) => item);
  if (imagesPerPerson === 1) return random.shuffled(all);
  const groups = groupBy(all, (item) => people[item]!);
  const runs: number[][] = [];
  for (const group of groups.values()) {
    const shuffled = random.shuffled(group);
    for (let start = 0; start < shuffled.length; start += imagesPerPerson) {
      runs.push(shuffled.slice(start, start + imagesPerPerson));
    }
  }
  return random.shuffled(runs).flat();
}

/** Cuts a batch into runs whose `size` stays within `limit` (one item may exceed it alone). */
export function microBatches<Item>(
  items: readonly Item[],
  limit: number,
  size: (items: readonly Item[]) => number,
): readonly (readonly Item[])[] {
  const parts: Item[][] = [];
  for (const item of items) {
    const last = parts.at(-1);
    if (last && size([...last, item]) <= limit) last.push(item);
    else parts.push([item]);
  }
  return parts;
}
