/** Consecutive seconds with one value: `from` up to `to`. */
export interface Run<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** The seconds in [from, to) as runs. @param same whether two values make one run */
export function runsOf<T>(
  values: readonly T[],
  from = 0,
  to = values.length,
  same: (a: T, b: T) => boolean = Object.is,
): Run<T>[] {
  const runs: { from: number; to: number; value: T }[] = [];
  for (let second = Math.max(0, from); second < Math.min(to, values.length); second++) {
    const value = values[second]!;
    const last = runs.at(-1);
    if (last && same(last.value, value)) last.to = second + 1;
    else runs.push({ from: second, to: second + 1, value });
  }
  return runs;
}
