import type { Verdict } from '../../fine-tuning/verdict';

const ADVICE: Readonly<Record<Verdict['advice'], string>> = {
  better: 'better',
  promising: 'better on these, which are too few to be sure',
  same: 'no difference to speak of',
  worse: 'worse',
};

const score = (value: number): string => (Number.isNaN(value) ? 'unknown' : value.toFixed(3));

/** What the held-out seconds tell of the new network beside the old one, in two lines. */
export function verdictInWords({
  before,
  after,
  difference: { low, high },
  advice,
}: Pick<Verdict, 'before' | 'after' | 'difference' | 'advice'>): readonly string[] {
  const seconds = before.confusion.flat().reduce((sum, count) => sum + count, 0);
  const limits = Number.isNaN(low)
    ? 'no interval, as some state is in too few stretches of time'
    : `difference, 95 %: ${low.toFixed(3)} to ${high.toFixed(3)}`;
  return [
    `macro-F1 on ${seconds} held-out seconds (a still counts as one): ${score(before.macroF1)} before, ${score(after.macroF1)} after`,
    `${limits}; ${ADVICE[advice]}`,
  ];
}
