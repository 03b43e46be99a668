// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { linearScale, ticks } from '../../../src/evaluation/figures/axes';
import { labelDistributionFigure } from '../../../src/evaluation/figures/label-distribution';
import { betaFigure, reliabilityFigure } from '../../../src/evaluation/figures/lines';
import { projectionFigure } from '../../../src/evaluation/figures/scatter';

/** Strict XML: what is not well formed fails the test. */
function parse(svg: string): Document {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
  return parsed;
}

const numbers = (elements: Iterable<Element>, attribute: string): number[] =>
  [...elements].map((element) => Number(element.getAttribute(attribute)));

describe('ticks', () => {
  it('are round and inside', () => {
    expect(ticks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0, 15165)).toEqual([0, 5000, 10000, 15000]);
    expect(ticks(3, 3)).toEqual([3]);
    expect(linearScale(0, 10, 100, 0).at(2.5)).toBe(75);
  });
});

describe('figures', () => {
  it('stack each subject’s classes to their sum', () => {
    const svg = parse(
      labelDistributionFigure([
        { subject: 'a & <b>', counts: [10, 20, 30] },
        { subject: 'p2', counts: [0, 15, 15] },
      ]),
    );
    const bars = [...svg.querySelectorAll('rect')].filter((rect) => rect.getAttribute('width') === '22');
    const heights = numbers(bars, 'height');
    expect(heights.map((height) => Math.round((height / heights[2]!) * 30))).toEqual([10, 20, 30, 0, 15, 15]);
    expect(svg.documentElement.textContent).toContain('a & <b>');
  });

  it('draw the three densities: all cross where they are equal, α = 1 is flat', () => {
    const lines = [...parse(betaFigure()).querySelectorAll('polyline')].map((line) =>
      line
        .getAttribute('points')!
        .split(' ')
        .map((point) => point.split(',').map(Number)),
    );
    expect(lines).toHaveLength(3);
    const heights = lines.map((points) => points.map(([, y]) => y!));
    expect(new Set(heights[1]).size).toBe(1);
    const middle = 98;
    expect(heights[2]![middle]!).toBeLessThan(heights[1]![middle]!);
    expect(heights[0]![middle]!).toBeGreaterThan(heights[1]![middle]!);
  });

  it('leave empty bins out of the reliability line', () => {
    const bin = { lower: 0, upper: 1, confidence: 0.5, accuracy: 0.4, count: 3 };
    const svg = parse(reliabilityFigure([bin, { ...bin, count: 0, confidence: NaN, accuracy: NaN }]));
    expect(svg.querySelector('polyline')!.getAttribute('points')!.split(' ')).toHaveLength(1);
    expect(svg.documentElement.outerHTML).not.toContain('NaN');
  });

  it('plot every point inside the frame', () => {
    const svg = parse(
      projectionFigure('V_state', [
        { group: 'asleep', x: -50, y: 3 },
        { group: 'asleep+drowsy', x: 0, y: 0 },
        { group: 'awake', x: 80, y: -9 },
      ]),
    );
    const circles = svg.querySelectorAll('circle');
    expect(circles).toHaveLength(3);
    expect(numbers(circles, 'cx')).toEqual(
      [30, 30 + (440 * 50) / 130, 470].map((x) => Math.round(x * 100) / 100),
    );
    expect(svg.documentElement.textContent).not.toContain('drowsy+awake');
  });
});
