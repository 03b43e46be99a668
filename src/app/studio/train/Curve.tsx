import { useEffect, useRef } from 'react';
import type { CurvePoint } from '../../stores/studio-training-store';
import { followHost } from '../../timeline/follow-host';
import { createCurve, type CurveChart } from './curve-chart';
import 'uplot/dist/uPlot.min.css';

interface Props {
  readonly points: readonly CurvePoint[];
  readonly steps: number;
  readonly most: number | null;
  readonly label: string;
}

/** A live curve. What it says is said in words beside it. */
export function Curve({ points, steps, most, label }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const swatches = useRef<HTMLDivElement>(null);
  const chart = useRef<CurveChart>(null);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    // A canvas knows no custom properties: the swatches do, and follow the theme.
    const colourOf = (name: string): string => {
      const swatch = swatches.current?.querySelector(`.swatch-${name}`);
      return swatch ? getComputedStyle(swatch).color : 'currentColor';
    };
    const created = createCurve(element, () => ({
      curve: colourOf('curve'),
      text: colourOf('text'),
      line: colourOf('line'),
    }));
    chart.current = created;
    const unfollow = followHost(
      element,
      (width) => created.resize(width),
      () => created.redraw(),
    );
    return () => {
      unfollow();
      created.destroy();
      chart.current = null;
    };
  }, []);

  useEffect(() => chart.current?.show(points, steps, most), [points, steps, most]);

  return (
    <>
      <div ref={host} className="curve-canvas" role="img" aria-label={label} />
      <div ref={swatches} hidden>
        {['curve', 'text', 'line'].map((name) => (
          <span key={name} className={`swatch-${name}`} />
        ))}
      </div>
    </>
  );
}
