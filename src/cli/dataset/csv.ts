import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import * as v from 'valibot';
import { writeFileAtomic } from './atomic-file';
import { DatasetError } from './dataset-error';

/** A CSV cell holding a finite number. */
export const numberCell = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, 'is not a number'),
  v.transform(Number),
  v.finite('is not a finite number'),
);

/** A CSV cell holding a number or nothing. */
export const optionalNumberCell = v.union([
  v.pipe(
    v.literal(''),
    v.transform(() => null),
  ),
  numberCell,
]);

type RowSchema = v.ObjectSchema<v.ObjectEntries, undefined>;

interface Record_ {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function csvError(path: string, message: string, cause?: unknown): DatasetError {
  return new DatasetError(
    'dataset-csv',
    `${path}: ${message}`,
    'Correct the file; its first line names the columns, separated by commas.',
    cause === undefined ? undefined : { cause },
  );
}

/**
 * Reads a CSV file with a header line; columns that the schema does not name are ignored.
 * @throws DatasetError `dataset-csv` naming the line of the first row at fault
 */
export function readCsv<Schema extends RowSchema>(path: string, schema: Schema): v.InferOutput<Schema>[] {
  let rows: Record_[];
  try {
    rows = parse(readFileSync(path), {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as Record_[];
  } catch (cause) {
    throw csvError(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
  return rows.map(({ record, info }) => {
    const row = v.safeParse(schema, record);
    if (row.success) return row.output;
    const issue = row.issues[0];
    const column = v.getDotPath(issue) ?? '';
    const value = record[column];
    throw csvError(
      path,
      value === undefined
        ? `there is no column "${column}".`
        : `line ${info.lines}: ${column} "${value}": ${issue.message}.`,
    );
  });
}

type Cell = string | number | null;

/** Writes rows atomically, with a header even when there are none. `null` becomes an empty cell. */
export function writeCsv<Column extends string>(
  path: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, Cell>>[],
): void {
  const cells = rows.map((row) => columns.map((column) => row[column]));
  writeFileAtomic(path, stringify([[...columns], ...cells]));
}
