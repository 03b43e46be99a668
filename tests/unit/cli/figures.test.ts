// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { betaFigure, reliabilityFigure } from '../../../src/cli/figures/curves';
import { labelDistributionFigure } from '../../../src/cli/figures/label-distribution';
import { projectionFigure } from '../../../src/cli/figures/projection';

/** Strict XML: what is not well formed fails the test. */
function parse(svg: string): Document {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
  return parsed;
}

/** Vega names every mark by its data. */
const marks = (svg: Document, kind: string): Element[] => [
  ...svg.querySelectorAll(`[aria-roledescription="${kind}"]`),
];
const namesOf = (elements: readonly Element[]): string[] =>
  elements.map((element) => element.getAttribute('aria-label')!);
const pathOf = (element: Element): string => element.getAttribute('d')!;
const pointsOf = (line: Element): number[][] =>
  [...pathOf(line).matchAll(/[ML]([^MLZ]+)/g)].map(([, point]) => point!.split(',').map(Number));

describe('figures', () => {
  it('have a title, a description and named axes, and escape what is in them', async () => {
    const svg = parse(await projectionFigure('V_state of "a" & <b>', [{ group: 'awake', x: 1, y: 2 }]));
    expect(svg.documentElement.getAttribute('role')).toBe('img');
    expect(svg.documentElement.getAttribute('aria-label')).toBe('V_state of "a" & <b>');
    expect(svg.querySelector('title')!.textContent).toBe('V_state of "a" & <b>');
    expect(svg.querySelector('desc')!.textContent).toContain('1 points in the plane, in groups: awake');
    expect(namesOf(marks(parse(await betaFigure()), 'axis'))).toEqual([
      expect.stringMatching(/^X-axis titled 'λ'.* 0\.0 to 1\.0$/),
      expect.stringMatching(/^Y-axis titled 'density'.* 0\.0 to 2\.0$/),
    ]);
  });

  it('stack each subject’s classes to their sum', async () => {
    const svg = parse(
      await labelDistributionFigure([
        { subject: 'a & <b>', counts: [10, 20, 30] },
        { subject: 'p2', counts: [0, 15, 15] },
      ]),
    );
    const bars = marks(svg, 'bar');
    const sides = bars.map((bar) => /,(.+)h.+v(.+)h/.exec(pathOf(bar))!.slice(1).map(Number));
    const heights = sides.map(([, height]) => height!);
    expect(heights.map((height) => Math.round((height / heights[2]!) * 30))).toEqual([10, 20, 30, 0, 15, 15]);
    // Each stands on the one below.
    expect(sides[1]![0]! + sides[1]![1]!).toBeCloseTo(sides[0]![0]!, 9);
    expect(namesOf(bars)[1]).toContain('subject: a & <b>; samples: 20; state: drowsy');
    expect(svg.documentElement.textContent).toContain('a & <b>');
    expect(namesOf(marks(svg, 'legend'))[0]).toContain('asleep, drowsy, awake');
  });

  it('draw the three densities: all cross where they are equal, α = 1 is flat', async () => {
    const svg = parse(await betaFigure());
    const lines = marks(svg, 'line mark').map(pointsOf);
    expect(lines).toHaveLength(3);
    const heights = lines.map((points) => points.map(([, y]) => y!));
    expect(new Set(heights[1]).size).toBe(1);
    const middle = 98;
    expect(heights[2]![middle]!).toBeLessThan(heights[1]![middle]!);
    expect(heights[0]![middle]!).toBeGreaterThan(heights[1]![middle]!);
    expect(namesOf(marks(svg, 'legend'))[0]).toContain('α = 0.75, α = 1, α = 2');
  });

  it('leave empty bins out of the reliability line', async () => {
    const bin = { lower: 0, upper: 1, confidence: 0.5, accuracy: 0.4, count: 3 };
    const svg = parse(await reliabilityFigure([bin, { ...bin, count: 0, confidence: NaN, accuracy: NaN }]));
    const [measured, calibrated] = marks(svg, 'line mark');
    expect(pointsOf(measured!)).toHaveLength(1);
    expect(pointsOf(calibrated!)).toHaveLength(2);
    expect(svg.documentElement.outerHTML).not.toContain('NaN');
  });

  it('plot every point inside the frame', async () => {
    const svg = parse(
      await projectionFigure('V_state', [
        { group: 'asleep', x: -50, y: 3 },
        { group: 'asleep+drowsy', x: 0, y: 0 },
        { group: 'awake', x: 80, y: -9 },
      ]),
    );
    const circles = marks(svg, 'circle');
    expect(circles).toHaveLength(3);
    const columns = circles.map((circle) =>
      Number(/translate\(([^,]+),/.exec(circle.getAttribute('transform')!)![1]),
    );
    const wanted = [10, 10 + (440 * 50) / 130, 450];
    expect(columns).toEqual(wanted.map((x) => expect.closeTo(x, 2) as number));
    expect(svg.documentElement.textContent).not.toContain('drowsy+awake');
  });
});
