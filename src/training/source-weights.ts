/**
 * What each sample counts, so that where a picture is from tells nothing of its class: a network
 * that may learn the source's style instead of the eyes would.
 */
export interface SourcedSample {
  readonly label: number;
  /** Any stable name. */
  readonly source: string;
}

/**
 * Within each source every class counts the same, and each source as much as it has samples. The
 * mean is 1.
 * @throws RangeError where a source lacks a class: then no weights can hide it
 */
export function sourceWeights(
  samples: readonly SourcedSample[],
  classes: readonly string[],
): readonly number[] {
  const classCount = classes.length;
  const counts = new Map<string, number[]>();
  for (const { source, label } of samples) {
    const own = counts.get(source) ?? new Array<number>(classCount).fill(0);
    own[label]!++;
    counts.set(source, own);
  }
  for (const [source, own] of counts) {
    const lacking = own.findIndex((count) => count === 0);
    if (lacking >= 0)
      throw new RangeError(`The source "${source}" has no sample that is ${classes[lacking]!}.`);
  }
  return samples.map(({ source, label }) => {
    const own = counts.get(source)!;
    const total = own.reduce((sum, count) => sum + count, 0);
    return total / (classCount * own[label]!);
  });
}
