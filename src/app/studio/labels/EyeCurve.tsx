import { useMemo } from 'react';
import type { FrameSignals } from '../../../footage/recording';
import { Chart, type ChartKind } from '../../shared/ui/Chart';
import { useLabels } from './context';
import type { Shown } from './shown';
import { labels as text } from './strings';

interface EyeCurveContent extends Shown {
  readonly signals: readonly FrameSignals[];
}

/** CSS pixels. */
const HEIGHT = 84;

/** Eye aspect ratio of eyes that are wide open (Soukupová and Čech, 2016: 0.25–0.35); the curve's top at least. */
const WIDE_OPEN = 0.35;

/**
 * The smaller of the two eyes' openings, which tells more than their mean, over time. It has no axes of its own: the
 * timeline's ruler is above it.
 */
const EYE_CURVE: ChartKind<EyeCurveContent> = {
  empty: { signals: [], from: 0, to: 1 },
  swatches: [],
  options: (now, colour) => ({
    height: HEIGHT,
    padding: [4, 0, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => [now().from, now().to] },
      y: { range: (_, __, most) => [0, Math.max(WIDE_OPEN, most)] },
    },
    series: [{}, { stroke: () => colour(), width: 1.25, points: { show: false }, spanGaps: false }],
    axes: [{ show: false }, { show: false }],
  }),
  data({ signals, from, to }) {
    const frames = signals.filter(({ time }) => time >= from - 1 && time <= to + 1);
    return [
      frames.map(({ time }) => time),
      frames.map((frame) => frame.signals && Math.min(frame.signals.ear.left, frame.signals.ear.right)),
    ];
  },
};

/** How far the eyes are open, in sync with the labels above it. */
export function EyeCurve({ shown: { from, to } }: { readonly shown: Shown }) {
  const signals = useLabels((state) => state.signals);
  const content = useMemo(() => ({ signals, from, to }), [signals, from, to]);
  return <Chart kind={EYE_CURVE} content={content} className="lane lane-curve" label={text.curve} />;
}
