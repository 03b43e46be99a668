import { useMemo } from 'react';
import { Chart, CHART_FONT, type ChartKind } from '../../shared/ui/Chart';
import type { CurvePoint } from './training-store';

interface CurveContent {
  readonly points: readonly CurvePoint[];
  /** Of the whole training. */
  readonly steps: number;
  /** Top of the scale; null: as the values are. */
  readonly most: number | null;
}

/** CSS pixels. */
const HEIGHT = 150;
const AXIS_WIDTH = 40;
const AXIS_HEIGHT = 26;

/** One measure over the steps of a training. */
const TRAINING_CURVE: ChartKind<CurveContent> = {
  empty: { points: [], steps: 1, most: null },
  swatches: ['curve', 'text', 'line'],
  options(now, colour) {
    const axis = {
      font: CHART_FONT,
      stroke: () => colour('text'),
      ticks: { show: false },
      grid: { stroke: () => colour('line'), width: 1 },
    };
    return {
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, Math.max(1, now().steps)] },
        y: { range: (_, __, most) => [0, now().most ?? Math.max(0.1, most * 1.1)] },
      },
      series: [{}, { stroke: () => colour('curve'), width: 1.5 }],
      axes: [
        { ...axis, size: AXIS_HEIGHT },
        { ...axis, size: AXIS_WIDTH },
      ],
    };
  },
  data: ({ points }) => [points.map(({ step }) => step), points.map(({ value }) => value)],
};

/** A live curve. What it says is said in words beside it. */
export function Curve({ points, steps, most, label }: CurveContent & { readonly label: string }) {
  const content = useMemo(() => ({ points, steps, most }), [points, steps, most]);
  return <Chart kind={TRAINING_CURVE} content={content} className="curve-canvas" label={label} />;
}
