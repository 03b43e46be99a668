/** Which state each label of a published data set stands for; people may change it. */
import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../common/classes';
import { usageError } from '../command-line';

/** `none`: what carries this label is left out. */
export type LabelTarget = WakefulnessClass | 'none';
export type LabelMap = ReadonlyMap<string, LabelTarget>;

const TARGETS: readonly LabelTarget[] = [...WAKEFULNESS_CLASSES, 'none'];

/** `6-7` names every label from 6 to 7. */
function labelsIn(text: string): readonly string[] {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(text)?.map(Number) ?? [];
  if (first === undefined || last === undefined || first > last) return [text];
  return Array.from({ length: Math.min(last - first + 1, 1000) }, (_, i) => String(first + i));
}

/**
 * The usual map with what a person changes of it.
 * @param changes for instance `1-5=awake,6-7=drowsy,8-9=none`
 * @throws WakefulError `usage` for a label that the data set does not have, or no state
 */
export function changeLabels(usual: LabelMap, changes: string): LabelMap {
  const map = new Map(usual);
  for (const part of changes.split(',')) {
    const [labels = '', state] = part.split('=').map((side) => side.trim().toLowerCase());
    const target = TARGETS.find((known) => known === state);
    if (!target) throw usageError(`"${part.trim()}" is not label=state with one of ${TARGETS.join(', ')}.`);
    for (const label of labelsIn(labels)) {
      if (!map.has(label)) {
        throw usageError(`The data set has no label "${label}", only ${[...usual.keys()].join(', ')}.`);
      }
      map.set(label, target);
    }
  }
  return map;
}

export const labelsInWords = (map: LabelMap): string =>
  [...map].map(([label, target]) => `${label} = ${target}`).join(', ');
