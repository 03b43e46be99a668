import { useEffect } from 'react';
import 'uplot/dist/uPlot.min.css';
import { swatchColour } from '../../shared/timeline/swatch-colour';
import { Swatches } from '../../shared/timeline/Swatches';
import { useChart } from '../../shared/timeline/use-chart';
import { createCurve } from './curve-chart';
import type { CurvePoint } from './training-store';

const SWATCHES = ['curve', 'text', 'line'];

const create = (host: HTMLElement) =>
  createCurve(host, () => ({
    curve: swatchColour(host, 'curve'),
    text: swatchColour(host, 'text'),
    line: swatchColour(host, 'line'),
  }));

interface Props {
  readonly points: readonly CurvePoint[];
  readonly steps: number;
  readonly most: number | null;
  readonly label: string;
}

/** A live curve. What it says is said in words beside it. */
export function Curve({ points, steps, most, label }: Props) {
  const { host, chart } = useChart(create);
  useEffect(() => chart.current?.show(points, steps, most), [chart, points, steps, most]);
  return (
    <div ref={host} className="curve-canvas" role="img" aria-label={label}>
      <Swatches names={SWATCHES} />
    </div>
  );
}
