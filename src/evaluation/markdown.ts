/** The little Markdown that reports are made of. */

import type { Interval } from './bootstrap';

/** "–" where there is nothing. */
export function number(value: number, digits = 3): string {
  return Number.isNaN(value) ? '–' : value.toFixed(digits);
}

/** An estimate with its limits, where it has any. */
export function interval({ estimate, low, high }: Interval, digits = 3): string {
  const limits = Number.isNaN(low) ? '' : ` (${number(low, digits)} to ${number(high, digits)})`;
  return `${number(estimate, digits)}${limits}`;
}

/** A p value; those that three decimals would make 0 are told as what they are below. */
export function pValue(p: number): string {
  return p < 0.001 ? '< 0.001' : number(p);
}

/** A difference, with its sign. */
export function difference({ estimate, low, high }: Interval): string {
  const signed = (value: number): string => (value >= 0 ? `+${number(value)}` : number(value));
  return Number.isNaN(low) ? signed(estimate) : `${signed(estimate)} (${signed(low)} to ${signed(high)})`;
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

/** A heading and what stands below it, each followed by an empty line. */
export const section = (heading: string, ...blocks: readonly (string | readonly string[])[]): string[] =>
  [heading, ...blocks].flatMap((block) => [...(typeof block === 'string' ? [block] : block), '']);

/** The same table for a terminal: columns that stand below each other. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
