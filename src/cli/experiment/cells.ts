import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { WakefulError } from '../../common/errors';
import { count, fraction, RANGES, within } from '../../common/ranges';
import type { CellResult } from '../../evaluation/cell';
import type { Condition } from '../../evaluation/conditions';
import { SCATTER_GROUPS } from '../../evaluation/projection';
import { usageError } from '../command-line';
import { writeFileAtomic } from '../files';

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

const fileSchema = v.object({
  format: v.literal('wakeful-cell'),
  version: v.literal(1),
  /** `settingsFingerprint` of the experiment it belongs to. */
  experiment: v.string(),
  result: resultSchema,
});

/** The cells of one experiment in a folder that any number of processes and machines may share. */
export class CellFolder {
  readonly #folder: string;
  readonly #experiment: string;

  constructor(results: string, experiment: string) {
    this.#folder = join(results, 'cells');
    this.#experiment = experiment;
  }

  #path({ condition, fold }: Cell): string {
    return join(this.#folder, condition.id, `fold-${fold + 1}.json`);
  }

  /**
   * The finished cell; null: not there, or not readable (it is then made again).
   * @throws WakefulError `experiment-mismatch` when it belongs to another experiment
   */
  read(cell: Cell): CellResult | null {
    const path = this.#path(cell);
    if (!existsSync(path)) return null;
    let raw: unknown;
    try {
      raw = JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      return null;
    }
    const file = v.safeParse(fileSchema, raw);
    if (!file.success) return null;
    if (file.output.experiment !== this.#experiment) {
      throw new WakefulError(
        'experiment-mismatch',
        `${path} is of another experiment: other data, backbone, stage, seed or training settings.`,
        'Write to another folder (--out), use the settings of the first run, or delete the old results.',
      );
    }
    return file.output.result;
  }

  write(cell: Cell, result: CellResult): void {
    const file = { format: 'wakeful-cell', version: 1, experiment: this.#experiment, result };
    writeFileAtomic(this.#path(cell), `${JSON.stringify(file)}\n`);
  }
}
