import { csvFormatRows, csvParseRows } from 'd3-dsv';
import * as v from 'valibot';
import { within, type Range } from '../../common/ranges';
import { DatasetError } from './dataset-error';

/** A CSV cell holding a number of that range. */
export const numberCell = (range: Range) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, 'is not a number'),
    v.transform(Number),
    within(range),
  );

const emptyCell = v.pipe(
  v.literal(''),
  v.transform(() => null),
);

/** A cell of that kind, or nothing: null. */
export const optionalCell = <Cell extends v.GenericSchema<string, unknown>>(cell: Cell) =>
  v.union([emptyCell, cell]);

type RowSchema = v.ObjectSchema<v.ObjectEntries, undefined>;

function csvError(path: string, message: string): DatasetError {
  return new DatasetError(
    'dataset-csv',
    `${path}: ${message}`,
    'Correct the file; its first line names the columns, separated by commas.',
  );
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '');

/**
 * Reads CSV (RFC 4180) with a header line; columns that the schema does not name are ignored, blank
 * lines too.
 * @param path names the file in errors
 * @throws DatasetError `dataset-csv` naming the line of the first row at fault
 */
export function parseCsv<Schema extends RowSchema>(
  text: string,
  path: string,
  schema: Schema,
): v.InferOutput<Schema>[] {
  const [header, ...rows] = csvParseRows(text.replace(/^\uFEFF/, ''), (cells) =>
    cells.map((cell) => cell.trim()),
  );
  const columns = header ?? [];
  const absent = Object.keys(schema.entries).find((column) => !columns.includes(column));
  if (absent !== undefined) throw csvError(path, `there is no column "${absent}".`);
  const parsed: v.InferOutput<Schema>[] = [];
  // Lines as an editor counts them, but for cells that hold line breaks themselves.
  for (const [index, cells] of rows.entries()) {
    if (isBlank(cells)) continue;
    const line = index + 2;
    if (cells.length !== columns.length) {
      throw csvError(path, `line ${line} has ${cells.length} cells instead of ${columns.length}.`);
    }
    const record = Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
    const row = v.safeParse(schema, record);
    if (row.success) {
      parsed.push(row.output);
      continue;
    }
    const issue = row.issues[0];
    const column = v.getDotPath(issue) ?? '';
    throw csvError(path, `line ${line}: ${column} "${record[column] ?? ''}": ${issue.message}.`);
  }
  return parsed;
}

type Cell = string | number | null;

/**
 * CSV text with the schema's columns as its header, even when there are no rows. `null` becomes an
 * empty cell.
 */
export function formatCsv({ entries }: RowSchema, rows: readonly Readonly<Record<string, Cell>>[]): string {
  const columns = Object.keys(entries);
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? '')));
  return `${csvFormatRows([columns, ...cells])}\n`;
}
