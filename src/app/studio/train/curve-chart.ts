import uPlot from 'uplot';
import type { CurvePoint } from './training-store';

export interface CurveChart {
  /** @param steps of the whole training @param most top of the scale; null: as the values are */
  show(points: readonly CurvePoint[], steps: number, most: number | null): void;
  resize(width: number): void;
  redraw(): void;
  destroy(): void;
}

/** CSS pixels. */
const HEIGHT = 150;
const AXIS_WIDTH = 40;
const AXIS_HEIGHT = 26;
const FONT = '12px system-ui, sans-serif';

export interface CurveColours {
  readonly curve: string;
  readonly text: string;
  readonly line: string;
}

/** One measure over the steps of a training. @param colours asked for at every drawing */
export function createCurve(target: HTMLElement, colours: () => CurveColours): CurveChart {
  let range: [number, number] = [0, 1];
  let top: number | null = null;
  const axis = {
    font: FONT,
    stroke: () => colours().text,
    ticks: { show: false },
    grid: { stroke: () => colours().line, width: 1 },
  };
  const plot = new uPlot(
    {
      width: Math.max(1, target.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => range },
        y: { range: (_, __, most) => [0, top ?? Math.max(0.1, most * 1.1)] },
      },
      series: [{}, { stroke: () => colours().curve, width: 1.5 }],
      axes: [
        { ...axis, size: AXIS_HEIGHT },
        { ...axis, size: AXIS_WIDTH },
      ],
    },
    [[], []],
    target,
  );
  return {
    show(points, steps, most) {
      range = [0, Math.max(1, steps)];
      top = most;
      plot.setData([points.map(({ step }) => step), points.map(({ value }) => value)]);
    },
    resize: (width) => plot.setSize({ width: Math.max(1, width), height: HEIGHT }),
    redraw: () => plot.redraw(false, true),
    destroy: () => plot.destroy(),
  };
}
