import uPlot from 'uplot';
import { SECOND_MS, type Milliseconds } from '../../../common/clock';
import type { WakefulnessState } from '../../../wakefulness/state-event';
import { stateWords, timeline as text } from '../../strings';
import { timeOfDay, timeOfDayToTheSecond } from '../format';
import type { Bin, Range } from './bins';
import { barBox, barsOf, CURVE_TOP, laneMiddle, LANES } from './lanes';

/** CSS colours of the chart, as the theme has them now. */
export type ChartColours = Readonly<Record<WakefulnessState | 'text' | 'line' | 'curve' | 'alert', string>>;

/** What is drawn. */
export interface ChartContent {
  readonly startedAt: Milliseconds;
  readonly range: Range;
  readonly step: number;
  readonly bins: readonly Bin[];
}

export interface Chart {
  show(content: ChartContent): void;
  resize(width: number): void;
  redraw(): void;
  destroy(): void;
}

/** CSS pixels. */
const HEIGHT = 190;
const AXIS_WIDTH = 76;
const AXIS_HEIGHT = 28;
const TIME_LABEL_SPACE = 120;
const FONT = '12px system-ui, sans-serif';

/**
 * A chart of lanes, one per state, over a curve of eye closure. Colours are asked for at every drawing; `onPoint` is
 * told what lies under the pointer.
 */
export function createChart(
  target: HTMLElement,
  colours: () => ChartColours,
  onPoint: (bin: Bin | null) => void,
): Chart {
  let content: ChartContent = { startedAt: 0, range: { from: 0, to: 1 }, step: 1, bins: [] };
  const at = (second: number): number => content.startedAt / SECOND_MS + second;

  const axis = { font: FONT, stroke: () => colours().text, ticks: { show: false } };
  const plot = new uPlot(
    {
      width: Math.max(1, target.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: {
        x: { time: true, range: () => [at(content.range.from), at(content.range.to)] },
        lane: { range: () => [0, 1] },
        curve: { range: () => [0, 1 / CURVE_TOP] },
      },
      series: [
        {},
        {
          scale: 'curve',
          stroke: () => colours().curve,
          width: 1.5,
          points: { show: false },
          spanGaps: false,
        },
      ],
      axes: [
        {
          ...axis,
          size: AXIS_HEIGHT,
          space: TIME_LABEL_SPACE,
          grid: { stroke: () => colours().line, width: 1 },
          values: (_, splits) => timeLabels(splits),
        },
        {
          ...axis,
          scale: 'lane',
          size: AXIS_WIDTH,
          grid: { show: false },
          splits: () => [...LANES.map((_, lane) => laneMiddle(lane)), CURVE_TOP, CURVE_TOP / 2, 0],
          values: () => [
            ...LANES.map((state) => stateWords[state]),
            text.perclosMost,
            text.perclosLane,
            text.perclosLeast,
          ],
        },
      ],
      hooks: {
        drawAxes: [drawLanes],
        setCursor: [({ cursor }) => onPoint(content.bins[cursor.idx ?? -1] ?? null)],
      },
    },
    [[], []],
    target,
  );

  function drawLanes({ ctx, bbox }: uPlot): void {
    const x = (second: number): number => plot.valToPos(at(second), 'x', true);
    const colour = colours();
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    for (const { lane, from, to, opacity } of barsOf(content.bins, content.step)) {
      const left = x(from);
      const { top, height } = barBox(lane, bbox.height);
      ctx.globalAlpha = opacity;
      ctx.fillStyle = colour[LANES[lane]!];
      ctx.fillRect(left, bbox.top + top, Math.max(1, x(to) - left), height);
    }
    ctx.globalAlpha = 1;
    ctx.fillStyle = colour.alert;
    for (const { second, alerts } of content.bins) {
      if (alerts > 0) mark(ctx, x(second), bbox);
    }
    ctx.restore();
  }

  return {
    show(next) {
      content = next;
      const times = next.bins.map(({ second }) => at(second + next.step / 2));
      plot.setData([times, next.bins.map(({ perclos }) => perclos)]);
    },
    resize: (width) => plot.setSize({ width: Math.max(1, width), height: HEIGHT }),
    redraw: () => plot.redraw(false, true),
    destroy: () => plot.destroy(),
  };
}

/** Seconds between two labels below which minutes alone do not tell them apart. */
const MINUTE_SECONDS = 60;

/** Times of day, of seconds since the epoch. */
function timeLabels(splits: readonly number[]): string[] {
  const [first = 0, second = Infinity] = splits;
  const label = second - first < MINUTE_SECONDS ? timeOfDayToTheSecond : timeOfDay;
  return splits.map((split) => label(split * SECOND_MS));
}

/** An alert: a hairline with a flag at its top. */
function mark(ctx: CanvasRenderingContext2D, x: number, { top, height }: uPlot.BBox): void {
  const size = 4 * devicePixelRatio;
  ctx.fillRect(x, top, devicePixelRatio, height);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x + 2 * size, top + size);
  ctx.lineTo(x, top + 2 * size);
  ctx.fill();
}
