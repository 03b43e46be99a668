import type uPlot from 'uplot';
import { SECOND_MS, type Milliseconds } from '../../../common/clock';
import { HIGH_PERCLOS } from '../../../wakefulness/constants';
import { stateWords, timeline as text } from '../../messages/texts';
import { clockTime, percent, timeOfDay, timeOfDayToTheSecond } from '../format';
import { CHART_FONT, type ChartKind } from '../ui/Chart';
import { barBox, barsOf, CURVE_MOST, curveHeight, laneMiddle, LANES, type Bin, type Range } from './bins';

/** What is drawn. */
interface TimelineContent {
  readonly startedAt: Milliseconds;
  readonly range: Range;
  /** Seconds per bin. */
  readonly step: number;
  readonly bins: readonly Bin[];
  /** Told what lies under the pointer. */
  readonly onPoint: (bin: Bin | null) => void;
}

/** CSS pixels. */
const HEIGHT = 258;
/** Between the labels and the lanes. */
const AXIS_GAP = 10;
const AXIS_HEIGHT = 46;
const TIME_LABEL_SPACE = 120;

/** PERCLOS at which the axis of the curve is labelled; its name is between the first and third. */
const CURVE_LABELS = [CURVE_MOST, (CURVE_MOST + HIGH_PERCLOS.from) / 2, HIGH_PERCLOS.from, 0];

/** Opacity of the band in which the closing of eyes is normal. */
const NORMAL_OPACITY = 0.12;

/** Seconds since the epoch, of a second of the session. */
const at = ({ startedAt }: TimelineContent, second: number): number => startedAt / SECOND_MS + second;

/** Lanes, one per state, over a curve of eye closure. */
export const TIMELINE_CHART: ChartKind<TimelineContent> = {
  empty: { startedAt: 0, range: { from: 0, to: 1 }, step: 1, bins: [], onPoint: () => undefined },
  swatches: [...LANES, 'text', 'line', 'curve', 'alert'],
  data: (content) => [
    content.bins.map(({ second }) => at(content, second + content.step / 2)),
    content.bins.map(({ perclos }) => (perclos === null ? null : curveHeight(perclos))),
  ],
  options(now, colour) {
    const axis = { font: CHART_FONT, stroke: () => colour('text'), ticks: { show: false } };
    return {
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: {
        x: { time: true, range: () => [at(now(), now().range.from), at(now(), now().range.to)] },
        lane: { range: () => [0, 1] },
      },
      series: [
        {},
        {
          scale: 'lane',
          stroke: () => colour('curve'),
          width: 1.5,
          points: { show: false },
          spanGaps: false,
        },
      ],
      axes: [
        {
          ...axis,
          size: AXIS_HEIGHT,
          gap: 10,
          space: TIME_LABEL_SPACE,
          grid: { stroke: () => colour('line'), width: 1 },
          values: (_, splits) => timeLabels(splits, now()),
        },
        {
          ...axis,
          scale: 'lane',
          gap: AXIS_GAP,
          size: ({ ctx }, labels) => widest(ctx, labels) + AXIS_GAP,
          grid: { show: false },
          splits: () => [...LANES.map((_, lane) => laneMiddle(lane)), ...CURVE_LABELS.map(curveHeight)],
          values: () => [
            ...LANES.map((state) => stateWords[state]),
            percent(CURVE_MOST),
            text.perclosLane,
            percent(HIGH_PERCLOS.from),
            percent(0),
          ],
        },
      ],
      hooks: {
        drawAxes: [(plot) => drawLanes(plot, now(), colour)],
        setCursor: [({ cursor }) => now().onPoint(now().bins[cursor.idx ?? -1] ?? null)],
      },
    };
  },
};

/** CSS pixels of the longest label. */
function widest(ctx: CanvasRenderingContext2D, labels: readonly string[] | null): number {
  ctx.font = CHART_FONT;
  return Math.ceil(Math.max(0, ...(labels ?? []).map((label) => ctx.measureText(label).width)));
}

function drawLanes(plot: uPlot, content: TimelineContent, colour: (swatch: string) => string): void {
  const { ctx, bbox } = plot;
  const x = (second: number): number => plot.valToPos(at(content, second), 'x', true);
  const colours = LANES.map(colour);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { lane, from, to, opacity } of barsOf(content.bins, content.step)) {
    const left = x(from);
    const { top, height } = barBox(lane, bbox.height);
    ctx.globalAlpha = opacity;
    ctx.fillStyle = colours[lane]!;
    ctx.fillRect(left, bbox.top + top, Math.max(1, x(to) - left), height);
  }
  const normal = bbox.height * (curveHeight(HIGH_PERCLOS.from) - curveHeight(0));
  const floor = bbox.top + bbox.height * (1 - curveHeight(0));
  ctx.globalAlpha = NORMAL_OPACITY;
  ctx.fillStyle = colour('awake');
  ctx.fillRect(bbox.left, floor - normal, bbox.width, normal);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colour('alert');
  for (const { second, alerts } of content.bins) {
    if (alerts > 0) mark(ctx, x(second), bbox);
  }
  ctx.restore();
}

/** Seconds between two labels below which minutes alone do not tell them apart. */
const MINUTE_SECONDS = 60;

/** Times of day over times of the session, of seconds since the epoch. */
function timeLabels(splits: readonly number[], { startedAt }: TimelineContent): string[] {
  const [first = 0, second = Infinity] = splits;
  const label = second - first < MINUTE_SECONDS ? timeOfDayToTheSecond : timeOfDay;
  return splits.map((split) => {
    const t = split * SECOND_MS;
    return t < startedAt ? label(t) : `${label(t)}\n${clockTime(t - startedAt)}`;
  });
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
