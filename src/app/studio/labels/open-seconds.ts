import { UNSURE_BELOW } from '../../../footage/labels/suggest';
import type { SecondLabels, Suggestions } from '../../../footage/recording';

/** How far the labels of a recording are. Of seconds without a face only suggestions count: a guide may ask for those too. */
export interface OpenSeconds {
  /** With a face. */
  readonly all: number;
  /** Of these, without a label. */
  readonly open: number;
  /** Without a label, with a suggestion. */
  readonly suggested: number;
  /** Of these, with one that is sure. */
  readonly sure: number;
}

export function openSeconds({
  labels,
  faces,
  suggestions,
}: {
  readonly labels: SecondLabels;
  readonly faces: readonly boolean[];
  readonly suggestions: Suggestions;
}): OpenSeconds {
  const count = { all: 0, open: 0, suggested: 0, sure: 0 };
  labels.forEach((label, second) => {
    if (faces[second]) count.all++;
    if (label !== null) return;
    if (faces[second]) count.open++;
    const suggestion = suggestions[second];
    if (!suggestion) return;
    count.suggested++;
    if (suggestion.confidence >= UNSURE_BELOW) count.sure++;
  });
  return count;
}
