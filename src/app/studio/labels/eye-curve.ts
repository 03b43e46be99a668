import uPlot from 'uplot';
import type { FrameSignals } from '../../../footage/recording';

export interface EyeCurveChart {
  show(signals: readonly FrameSignals[], from: number, to: number): void;
  resize(width: number): void;
  redraw(): void;
  destroy(): void;
}

/** CSS pixels. */
const HEIGHT = 84;

/** Eye aspect ratio of eyes that are wide open (Soukupová and Čech, 2016: 0.25–0.35); the curve's top at least. */
const WIDE_OPEN = 0.35;

/**
 * The smaller of the two eyes' openings, which tells more than their mean, over time. It has no axes of its own: the
 * timeline's ruler is above it.
 * @param colour asked for at every drawing
 */
export function createEyeCurve(target: HTMLElement, colour: () => string): EyeCurveChart {
  let range: [number, number] = [0, 1];
  const plot = new uPlot(
    {
      width: Math.max(1, target.clientWidth),
      height: HEIGHT,
      padding: [4, 0, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => range },
        y: { range: (_, __, most) => [0, Math.max(WIDE_OPEN, most)] },
      },
      series: [{}, { stroke: colour, width: 1.25, points: { show: false }, spanGaps: false }],
      axes: [{ show: false }, { show: false }],
    },
    [[], []],
    target,
  );
  return {
    show(signals, from, to) {
      range = [from, to];
      const frames = signals.filter(({ time }) => time >= from - 1 && time <= to + 1);
      plot.setData([
        frames.map(({ time }) => time),
        frames.map((frame) => frame.signals && Math.min(frame.signals.ear.left, frame.signals.ear.right)),
      ]);
    },
    resize: (width) => plot.setSize({ width: Math.max(1, width), height: HEIGHT }),
    redraw: () => plot.redraw(false, true),
    destroy: () => plot.destroy(),
  };
}
