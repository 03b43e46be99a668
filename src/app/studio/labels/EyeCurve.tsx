import { useEffect, useRef } from 'react';
import { labels as text } from '../../strings/studio-labels';
import { followHost } from '../../timeline/follow-host';
import { useLabels } from './context';
import { createEyeCurve, type EyeCurveChart } from './eye-curve';
import type { Shown } from './shown';
import 'uplot/dist/uPlot.min.css';

/** How far the eyes are open, in sync with the labels above it. */
export function EyeCurve({ shown: { from, to } }: { readonly shown: Shown }) {
  const signals = useLabels((state) => state.signals);
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EyeCurveChart>(null);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const created = createEyeCurve(element, () => getComputedStyle(element).color);
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

  useEffect(() => chart.current?.show(signals, from, to), [signals, from, to]);

  return <div ref={host} className="lane lane-curve" role="img" aria-label={text.curve} />;
}
