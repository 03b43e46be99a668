import { betaDensity } from '../../evaluation/beta-density';
import type { ReliabilityBin } from '../../evaluation/calibration';
import { PAPER_ALPHAS } from '../../evaluation/paper';
import { figure, LINE_COLOURS } from './figure';

interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly dashed?: boolean;
}

interface Axis {
  readonly name: string;
  readonly to: number;
}

/** Both axes begin at 0. */
function curvesFigure(
  title: string,
  description: string,
  x: Axis,
  y: Axis,
  curves: readonly Curve[],
): Promise<string> {
  const axis = ({ name, to }: Axis) => ({
    type: 'quantitative' as const,
    title: name,
    scale: { domain: [0, to] },
  });
  const names = curves.map(({ name }) => name);
  return figure(title, description, {
    width: 360,
    height: 260,
    data: {
      values: curves.flatMap(({ name, points }) => points.map(([px, py]) => ({ curve: name, x: px, y: py }))),
    },
    mark: { type: 'line', strokeWidth: 2 },
    encoding: {
      x: { field: 'x', ...axis(x) },
      y: { field: 'y', ...axis(y) },
      color: {
        field: 'curve',
        title: null,
        scale: { domain: names, range: LINE_COLOURS.slice(0, names.length) },
      },
      strokeDash: {
        field: 'curve',
        title: null,
        scale: { domain: names, range: curves.map(({ dashed }) => (dashed ? [5, 4] : [1, 0])) },
      },
    },
  });
}

const POINTS = 197;
/** The densities of α < 1 rise without bound at 0 and 1; the figure stops short of them. */
const MARGIN = 0.01;
const HIGHEST_DENSITY = 2;

/** Densities of Beta(α, α) for the paper's three α (Figure 8). */
export function betaFigure(): Promise<string> {
  const lambdas = Array.from({ length: POINTS }, (_, i) => MARGIN + ((1 - 2 * MARGIN) * i) / (POINTS - 1));
  return curvesFigure(
    'Density of the mixing ratio λ ~ Beta(α, α) (as Figure 8)',
    `A curve for each α of ${PAPER_ALPHAS.join(', ')}, over λ from 0 to 1.`,
    { name: 'λ', to: 1 },
    { name: 'density', to: HIGHEST_DENSITY },
    PAPER_ALPHAS.map((alpha) => ({
      name: `α = ${alpha}`,
      points: lambdas.map(
        (lambda) => [lambda, Math.min(HIGHEST_DENSITY, betaDensity(alpha, lambda))] as const,
      ),
    })),
  );
}

/** How often the top class was right, by the network's confidence; calibrated: on the diagonal. */
export function reliabilityFigure(bins: readonly ReliabilityBin[]): Promise<string> {
  const filled = bins.filter(({ count }) => count > 0);
  return curvesFigure(
    'Reliability of the posterior',
    'How often the most probable class was right, over its probability; on the diagonal where calibrated.',
    { name: 'confidence', to: 1 },
    { name: 'fraction right', to: 1 },
    [
      { name: 'measured', points: filled.map(({ confidence, accuracy }) => [confidence, accuracy] as const) },
      {
        name: 'calibrated',
        points: [
          [0, 0],
          [1, 1],
        ],
        dashed: true,
      },
    ],
  );
}
