import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { WakefulError } from '../common/errors';
import { writeFileAtomic } from './files';

const fileSchema = v.object({
  format: v.literal('wakeful-cell'),
  version: v.literal(1),
  /** `settingsFingerprint` of the experiment it belongs to. */
  experiment: v.string(),
  result: v.unknown(),
});

/**
 * What each training of an experiment came to, in a folder that any number of processes and
 * machines may share.
 */
export class CellFolder<Result> {
  readonly #folder: string;
  readonly #experiment: string;
  readonly #schema: v.GenericSchema<unknown, Result>;

  constructor(results: string, experiment: string, schema: v.GenericSchema<unknown, Result>) {
    this.#folder = join(results, 'cells');
    this.#experiment = experiment;
    this.#schema = schema;
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.json`);
  }

  /**
   * The finished cell; null: not there, or not readable (it is then made again).
   * @throws WakefulError `experiment-mismatch` when it belongs to another experiment
   */
  read(name: string): Result | null {
    const path = this.#path(name);
    if (!existsSync(path)) return null;
    let raw: unknown;
    try {
      raw = JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      return null;
    }
    const file = v.safeParse(fileSchema, raw);
    if (!file.success) return null;
    const result = v.safeParse(this.#schema, file.output.result);
    if (!result.success) return null;
    if (file.output.experiment !== this.#experiment) {
      throw new WakefulError(
        'experiment-mismatch',
        `${path} is of another experiment: other data, backbone, stage, seed or training settings.`,
        'Write to another folder (--out), use the settings of the first run, or delete the old results.',
      );
    }
    return result.output;
  }

  write(name: string, result: Result): void {
    const file = { format: 'wakeful-cell', version: 1, experiment: this.#experiment, result };
    writeFileAtomic(this.#path(name), `${JSON.stringify(file)}\n`);
  }
}
