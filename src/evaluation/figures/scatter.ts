import { linearScale } from './axes';
import { COLOURS, document, element, legend, text } from './svg';

/** Original samples by class, mixed ones by pair. */
export const SCATTER_GROUPS = ['asleep', 'asleep+drowsy', 'drowsy', 'drowsy+awake', 'awake'] as const;
export type ScatterGroup = (typeof SCATTER_GROUPS)[number];

export interface ScatterPoint {
  readonly group: ScatterGroup;
  readonly x: number;
  readonly y: number;
}

const PLOT = { left: 20, top: 40, right: 480, bottom: 500 } as const;

/** V_state projected to the plane, with the mixed samples between the classes (paper, Figure 4). */
export function projectionFigure(title: string, points: readonly ScatterPoint[]): string {
  const range = (values: readonly number[]): readonly [number, number] => [
    Math.min(...values),
    Math.max(...values),
  ];
  const x = linearScale(...range(points.map((point) => point.x)), PLOT.left + 10, PLOT.right - 10);
  const y = linearScale(...range(points.map((point) => point.y)), PLOT.bottom - 10, PLOT.top + 10);
  return document(PLOT.right + 150, PLOT.bottom + 20, title, [
    text(PLOT.left, 22, title, { size: 13 }),
    element('rect', {
      x: PLOT.left,
      y: PLOT.top,
      width: PLOT.right - PLOT.left,
      height: PLOT.bottom - PLOT.top,
      fill: 'none',
      stroke: COLOURS.grid,
    }),
    ...points.map(({ group, x: px, y: py }) =>
      element('circle', {
        cx: x.at(px),
        cy: y.at(py),
        r: group.includes('+') ? 2 : 3,
        fill: COLOURS[group],
        'fill-opacity': 0.7,
      }),
    ),
    ...legend(
      PLOT.right + 16,
      PLOT.top,
      SCATTER_GROUPS.filter((group) => points.some((point) => point.group === group)).map((group) => ({
        name: group,
        colour: COLOURS[group],
      })),
    ),
  ]);
}
