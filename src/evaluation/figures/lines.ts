import { betaDensity } from '../beta-density';
import type { ReliabilityBin } from '../calibration';
import { PAPER_ALPHAS } from '../paper';
import { horizontalAxis, linearScale, verticalAxis } from './axes';
import { COLOURS, document, element, legend, text } from './svg';

type Point = readonly [x: number, y: number];

interface Line {
  readonly name: string;
  readonly points: readonly Point[];
  readonly dashed?: boolean;
}

interface LineFigure {
  readonly title: string;
  readonly x: { readonly name: string; readonly from: number; readonly to: number };
  readonly y: { readonly name: string; readonly from: number; readonly to: number };
  readonly lines: readonly Line[];
}

const PLOT = { left: 70, top: 40, right: 430, bottom: 300 } as const;

function lineFigure(figure: LineFigure): string {
  const x = linearScale(figure.x.from, figure.x.to, PLOT.left, PLOT.right);
  const y = linearScale(figure.y.from, figure.y.to, PLOT.bottom, PLOT.top);
  const colour = (i: number): string => COLOURS.line[i % COLOURS.line.length]!;
  return document(PLOT.right + 150, PLOT.bottom + 50, figure.title, [
    text(PLOT.left, 22, figure.title, { size: 13 }),
    ...verticalAxis(PLOT, y, figure.y.name),
    ...horizontalAxis(PLOT, x, figure.x.name),
    ...figure.lines.map(({ points, dashed }, i) =>
      element('polyline', {
        points: points.map(([px, py]) => `${x.at(px).toFixed(2)},${y.at(py).toFixed(2)}`).join(' '),
        fill: 'none',
        stroke: colour(i),
        'stroke-width': 2,
        ...(dashed ? { 'stroke-dasharray': '5 4' } : {}),
      }),
    ),
    ...legend(
      PLOT.right + 16,
      PLOT.top,
      figure.lines.map(({ name }, i) => ({ name, colour: colour(i) })),
    ),
  ]);
}

const POINTS = 197;
/** The densities of α < 1 rise without bound at 0 and 1; the figure stops short of them. */
const MARGIN = 0.01;
const HIGHEST_DENSITY = 2;

/** Densities of Beta(α, α) for the paper's three α (Figure 8). */
export function betaFigure(alphas: readonly number[] = PAPER_ALPHAS): string {
  const lambdas = Array.from({ length: POINTS }, (_, i) => MARGIN + ((1 - 2 * MARGIN) * i) / (POINTS - 1));
  return lineFigure({
    title: 'Density of the mixing ratio λ ~ Beta(α, α) (as Figure 8)',
    x: { name: 'λ', from: 0, to: 1 },
    y: { name: 'density', from: 0, to: HIGHEST_DENSITY },
    lines: alphas.map((alpha) => ({
      name: `α = ${alpha}`,
      points: lambdas.map((lambda): Point => [lambda, Math.min(HIGHEST_DENSITY, betaDensity(alpha, lambda))]),
    })),
  });
}

/** How often the top class was right, by how sure the network was; on the diagonal it is neither too sure nor too unsure. */
export function reliabilityFigure(bins: readonly ReliabilityBin[]): string {
  const filled = bins.filter(({ count }) => count > 0);
  return lineFigure({
    title: 'Reliability of the posterior',
    x: { name: 'confidence', from: 0, to: 1 },
    y: { name: 'share right', from: 0, to: 1 },
    lines: [
      { name: 'measured', points: filled.map(({ confidence, accuracy }): Point => [confidence, accuracy]) },
      {
        name: 'calibrated',
        points: [
          [0, 0],
          [1, 1],
        ],
        dashed: true,
      },
    ],
  });
}
