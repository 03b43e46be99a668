import { join } from 'node:path';
import * as v from 'valibot';
import { count, fraction, RANGES, within } from '../../common/ranges';
import type { CellResult } from '../../evaluation/cell';
import type { Condition } from '../../evaluation/conditions';
import { SCATTER_GROUPS } from '../../evaluation/projection';
import { CellFolder } from '../cell-folder';
import { usageError } from '../command-line';

/** One training: one condition in one fold. */
export interface Cell {
  readonly condition: Condition;
  readonly fold: number;
}

/** All cells, each condition's folds together. */
export function cellsOf(conditions: readonly Condition[], folds: number): readonly Cell[] {
  return conditions.flatMap((condition) => Array.from({ length: folds }, (_, fold) => ({ condition, fold })));
}

/** One part of a run that is split over machines: the `index`-th of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** @throws WakefulError `usage` for anything but i/n with 1 ≤ i ≤ n */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw usageError(`--shard is i/n with i from 1 to n, for instance 2/8, not "${text}".`);
  }
  return { index, count };
}

/**
 * The cells of a shard: every n-th of the whole list. Not of what is left to do: shards that start
 * at different times would then see different lists, and do cells twice or never.
 */
export function cellsOfShard(cells: readonly Cell[], { index, count }: Shard): readonly Cell[] {
  return cells.filter((_, i) => i % count === index - 1);
}

const place = within(RANGES.shown);

const resultSchema = v.object({
  condition: v.string(),
  fold: count,
  subjects: v.array(v.object({ subject: v.string(), matrix: v.array(v.array(count)) })),
  validation: fraction,
  batches: count,
  originals: count,
  mixed: count,
  remarks: v.array(v.string()),
  identification: v.nullable(
    v.object({
      accuracy: fraction,
      unseen: v.nullable(fraction),
      people: v.array(v.object({ subject: v.string(), recognised: fraction })),
      chance: fraction,
      trials: count,
    }),
  ),
  projection: v.nullable(v.array(v.object({ group: v.picklist(SCATTER_GROUPS), x: place, y: place }))),
}) satisfies v.GenericSchema<unknown, CellResult>;

/** The cells of one experiment. */
export const cellFolder = (results: string, experiment: string): CellFolder<CellResult> =>
  new CellFolder(results, experiment, resultSchema);

export const cellName = ({ condition, fold }: Cell): string => join(condition.id, `fold-${fold + 1}`);
