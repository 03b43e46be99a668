import { useEffect } from 'react';
import 'uplot/dist/uPlot.min.css';
import { useChart } from '../../shared/timeline/use-chart';
import { useLabels } from './context';
import { createEyeCurve } from './eye-curve';
import type { Shown } from './Lanes';
import { labels as text } from './strings';

const create = (host: HTMLElement) => createEyeCurve(host, () => getComputedStyle(host).color);

/** How far the eyes are open, in sync with the labels above it. */
export function EyeCurve({ shown: { from, to } }: { readonly shown: Shown }) {
  const signals = useLabels((state) => state.signals);
  const { host, chart } = useChart(create);
  useEffect(() => chart.current?.show(signals, from, to), [chart, signals, from, to]);
  return <div ref={host} className="lane lane-curve" role="img" aria-label={text.curve} />;
}
