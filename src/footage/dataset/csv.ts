import { csvFormatRows, dsvFormat } from 'd3-dsv';
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

export type RowSchema = v.ObjectSchema<v.ObjectEntries, undefined>;

function csvError(path: string, message: string): DatasetError {
  return new DatasetError(
    'dataset-csv',
    `${path}: ${message}`,
    'Correct the file; its first line names the columns, separated by commas, semicolons or tabs.',
  );
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '');

/** What spreadsheets put between cells: where a comma is in numbers, it is a semicolon. */
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * The text of a file that a spreadsheet wrote: UTF-8, or UTF-16 as "Unicode text" of Excel has it.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isBig = first === 0xfe && second === 0xff;
  // Without a mark at its beginning, a letter of ASCII tells by its other half.
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  return new TextDecoder(isBig ? 'utf-16be' : isLittle ? 'utf-16le' : 'utf-8').decode(bytes);
}

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Lines before the first row. */
  readonly above: number;
}

/** The delimiter is what the first line has most of, unless a line `sep=;` before it tells. */
function tableOf(text: string): Table {
  const [, told, rest] = /^sep=(.)\r?\n(.*)$/is.exec(text) ?? [];
  const content = rest ?? text;
  const [head = ''] = content.split(/\r?\n/, 1);
  const count = (delimiter: string): number => head.split(delimiter).length;
  const delimiter = told ?? [...DELIMITERS].sort((a, b) => count(b) - count(a))[0]!;
  const [header = [], ...rows] = dsvFormat(delimiter).parseRows(content, (cells) =>
    cells.map((cell) => cell.trim()),
  );
  const withPoint = (cell: string): string => cell.replace(/^([+-]?\d+),(\d+)$/, '$1.$2');
  return {
    columns: header.map((column) => column.toLowerCase()),
    rows: delimiter === ',' ? rows : rows.map((cells) => cells.map(withPoint)),
    above: told === undefined ? 1 : 2,
  };
}

/**
 * Reads CSV (RFC 4180, and what spreadsheets make of it) with a header line; columns that the
 * schema does not name are ignored, blank lines too.
 * @param path names the file in errors
 * @throws DatasetError `dataset-csv` naming the line of the first row at fault
 */
export function parseCsv<Schema extends RowSchema>(
  text: string,
  path: string,
  schema: Schema,
): v.InferOutput<Schema>[] {
  const { columns, rows, above } = tableOf(text.replace(/^\uFEFF/, ''));
  const absent = Object.keys(schema.entries).find((column) => !columns.includes(column));
  if (absent !== undefined) {
    const found = columns.join(', ').slice(0, SHOWN) || 'nothing';
    throw csvError(path, `there is no column "${absent}"; its first line names ${found}.`);
  }
  const parsed: v.InferOutput<Schema>[] = [];
  // Lines as an editor counts them, but for cells that hold line breaks themselves.
  for (const [index, cells] of rows.entries()) {
    if (isBlank(cells)) continue;
    const line = index + 1 + above;
    if (cells.length < columns.length || !isBlank(cells.slice(columns.length))) {
      throw csvError(path, `line ${line} has ${cells.length} cells instead of ${columns.length}.`);
    }
    const record = Object.fromEntries(columns.map((column, i) => [column, unharmed(cells[i]!)]));
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

/** Characters of a first line that an error shows. */
const SHOWN = 80;

/** A cell that a spreadsheet would run as a formula, or one that was made harmless already. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** The cell as text for a spreadsheet too: what begins like a formula gets a quote before it. */
const harmless = (cell: Cell): string => {
  const text = String(cell ?? '');
  return typeof cell === 'string' && FORMULA.test(text) ? `'${text}` : text;
};

const unharmed = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;

type Cell = string | number | null;
export type CsvRow = Readonly<Record<string, Cell>>;

/**
 * CSV text with the schema's columns as its header, even when there are no rows. `null` becomes an
 * empty cell.
 */
export function formatCsv({ entries }: RowSchema, rows: readonly CsvRow[]): string {
  const columns = Object.keys(entries);
  const cells = rows.map((row) => columns.map((column) => harmless(row[column] ?? null)));
  return `${csvFormatRows([columns, ...cells])}\n`;
}
