import { COLOURS, element, text } from './svg';

/** From data to pixels along one axis. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly at: (value: number) => number;
}

export function linearScale(from: number, to: number, pixelFrom: number, pixelTo: number): Scale {
  const span = to === from ? 1 : to - from;
  return { from, to, at: (value) => pixelFrom + ((value - from) / span) * (pixelTo - pixelFrom) };
}

const ROUND_STEPS = [1, 2, 5, 10];

/** About `wanted` round values (steps of 1, 2 or 5 × 10ⁿ) within [from, to]. */
export function ticks(from: number, to: number, wanted = 5): readonly number[] {
  if (!(to > from)) return [from];
  const rough = (to - from) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ROUND_STEPS.find((candidate) => candidate * power >= rough * (1 - 1e-9))!;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const label = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 6 });

/** Horizontal grid lines with their values, and the axis' name. */
export function verticalAxis(plot: Plot, scale: Scale, name: string): string[] {
  return [
    ...ticks(scale.from, scale.to).flatMap((value) => {
      const y = scale.at(value);
      return [
        element('line', { x1: plot.left, x2: plot.right, y1: y, y2: y, stroke: COLOURS.grid }),
        text(plot.left - 6, y + 4, label(value), { anchor: 'end', size: 11 }),
      ];
    }),
    text(plot.left - 48, (plot.top + plot.bottom) / 2, name, { anchor: 'middle', rotate: -90 }),
  ];
}

export function horizontalAxis(plot: Plot, scale: Scale, name: string): string[] {
  return [
    element('line', {
      x1: plot.left,
      x2: plot.right,
      y1: plot.bottom,
      y2: plot.bottom,
      stroke: COLOURS.ink,
    }),
    ...ticks(scale.from, scale.to).map((value) =>
      text(scale.at(value), plot.bottom + 16, label(value), { anchor: 'middle', size: 11 }),
    ),
    text((plot.left + plot.right) / 2, plot.bottom + 36, name, { anchor: 'middle' }),
  ];
}
