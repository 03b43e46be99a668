/** People must be on one side of a comparison: whoever was learned from is no stranger. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { WakefulError } from '../../common/errors';
import { readDataset, type Dataset } from './extracted';

/** People that an error names. */
const NAMED = 5;

/** @throws WakefulError `people-overlap` */
export function refuseSharedPeople(learned: Dataset, measured: readonly Dataset[], remedy: string): void {
  const people = new Set(learned.crops.map(({ subject }) => subject));
  const others = new Set(measured.flatMap(({ crops }) => crops.map(({ subject }) => subject)));
  const shared = [...others].filter((subject) => people.has(subject));
  if (shared.length === 0) return;
  throw new WakefulError(
    'people-overlap',
    `${shared.length} people are in ${learned.root} and in ${measured.map(({ root }) => root).join(', ')}: ` +
      `${shared.slice(0, NAMED).join(', ')}.`,
    remedy,
  );
}

/**
 * Makes sure, before a training, that what it is calibrated and measured on is there, and is of
 * other people.
 * @throws DatasetError
 * @throws WakefulError `people-overlap`
 */
export function assertStrangers(data: string): void {
  const sets = ['train', 'validation', 'test', 'style'].flatMap((part) => {
    const isOptional = part === 'test' || part === 'style';
    return isOptional && !existsSync(join(data, part)) ? [] : [readDataset(join(data, part))];
  });
  const [training, validation, ...tests] = sets;
  const remedy = 'Put each person on one side: npm run make-training-set does.';
  if (training && validation) {
    refuseSharedPeople(training, [validation, ...tests], remedy);
    refuseSharedPeople(validation, tests, remedy);
  }
}
