import { SCATTER_GROUPS, type ScatterPoint } from '../../evaluation/projection';
import { COLOURS, figure } from './figure';

/** Areas of the points, square pixels. */
const AREA = { original: 28, mixed: 13 } as const;

/** V_state projected to the plane, with the mixed samples between the classes (Figure 4). */
export function projectionFigure(title: string, points: readonly ScatterPoint[]): Promise<string> {
  const present = SCATTER_GROUPS.filter((name) => points.some(({ group }) => group === name));
  const axis = {
    type: 'quantitative',
    axis: null,
    scale: { zero: false, nice: false, padding: 10 },
  } as const;
  return figure(title, `${points.length} points in the plane, in groups: ${present.join(', ')}.`, {
    width: 460,
    height: 460,
    data: {
      values: points.map((point) => ({
        ...point,
        area: point.group.includes('+') ? AREA.mixed : AREA.original,
      })),
    },
    mark: { type: 'circle', opacity: 0.7 },
    encoding: {
      x: { field: 'x', ...axis },
      y: { field: 'y', ...axis },
      size: { field: 'area', type: 'quantitative', scale: null },
      color: {
        field: 'group',
        title: null,
        scale: { domain: present, range: present.map((name) => COLOURS[name]) },
      },
    },
  });
}
