import { describe, expect, it } from 'vitest';
import {
  difference,
  interval,
  markdownTable,
  number,
  pValue,
  textTable,
} from '../../../src/evaluation/markdown';

const of = (estimate: number, low = NaN, high = NaN) => ({ estimate, low, high, level: 0.95 });

describe('numbers in reports', () => {
  it('have three decimals, or say that there are none', () => {
    expect([number(0.12345), number(NaN), number(2, 1)]).toEqual(['0.123', '–', '2.0']);
    expect(interval(of(0.5, 0.4, 0.6))).toBe('0.500 (0.400 to 0.600)');
    expect(interval(of(0.5), 1)).toBe('0.5');
    expect(difference(of(0.1, -0.05, 0.2))).toBe('+0.100 (-0.050 to +0.200)');
    expect(difference(of(-0.1))).toBe('-0.100');
    expect([pValue(0.0004), pValue(0.05)]).toEqual(['< 0.001', '0.050']);
  });
});

describe('tables', () => {
  it('keep their columns, whatever is in them', () => {
    expect(markdownTable(['a', 'b'], [['x|y', '']])).toEqual(['| a | b |', '| --- | --- |', '| x\\|y |  |']);
    expect(textTable(['name', 'n'], [['longer name', '1']])).toEqual(['name         n', 'longer name  1']);
  });
});
