import { midranks } from '../common/statistics';

/**
 * Area under the ROC curve: the chance that a positive sample scores higher than a negative one,
 * ties counting half (Mann and Whitney's U over both counts). NaN without positives or without
 * negatives.
 */
export function auc(scores: readonly number[], positive: readonly boolean[]): number {
  if (scores.length !== positive.length) {
    throw new RangeError(`${scores.length} scores cannot be paired with ${positive.length} labels.`);
  }
  const ranks = midranks(scores);
  let positives = 0;
  let rankSum = 0;
  ranks.forEach((rank, index) => {
    if (!positive[index]) return;
    positives++;
    rankSum += rank;
  });
  const negatives = scores.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
