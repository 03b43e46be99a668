import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { SECOND_MS } from '../../../common/clock';
import { UNSURE_BELOW } from '../../../footage/labels/suggest';
import type { FrameSignals } from '../../../footage/recording';
import { labels as text, stateWords, stateWordsInText } from '../../messages/texts';
import { clockTime } from '../../shared/format';
import { Chart, type ChartKind } from '../../shared/ui/Chart';
import { Segments } from '../../shared/ui/Field';
import { useLabels, useLabelsStore } from './context';
import type { LabelsState } from './labels-store';
import { LabelLane, RunBars, shownOf, SuggestionLane, ZOOMS, type Shown, type Zoom } from './Lanes';

/** Ruler, labels, suggestions and the eyes' opening, over one another in time. */
export function LabelTimeline() {
  const [zoom, setZoom] = useState<Zoom>('all');
  const count = useLabels(({ history }) => history.labels.length);
  const page = useLabels(({ time }) => shownOf(zoom, Math.floor(time), count).from);
  const shown = shownOf(zoom, page, count);
  const rival = useLabels((state) => state.rival);
  return (
    <section className="label-timeline" aria-labelledby="label-timeline-title">
      <header>
        <h2 id="label-timeline-title">{text.timeline}</h2>
        <p className="hint">{text.paintHint}</p>
        <Segments
          label={text.zoom}
          value={zoom}
          onChange={setZoom}
          options={ZOOMS.map((value) => ({ value, label: text.zooms[value] }))}
        />
      </header>
      <div className="lanes">
        <Ruler shown={shown} />
        <span className="lane-name">{text.lanes.labels}</span>
        <LabelLane shown={shown} />
        <span className="lane-name">{text.lanes.suggestions}</span>
        <SuggestionLane shown={shown} />
        {rival && (
          <>
            <span className="lane-name">{text.lanes.rival}</span>
            <div className="lane lane-thin">
              <RunBars values={rival.labels} shown={shown} />
            </div>
          </>
        )}
        <span className="lane-name">{text.lanes.curve}</span>
        <EyeCurve shown={shown} />
        <Playhead shown={shown} />
      </div>
    </section>
  );
}

function Playhead({ shown }: { readonly shown: Shown }) {
  const time = useLabels((state) => state.time);
  return (
    <div className="playhead-layer" aria-hidden="true">
      <span
        className="playhead"
        style={{ left: `${(100 * (time - shown.from)) / (shown.to - shown.from)}%` }}
      />
    </div>
  );
}

/** Seconds between two marks: the smallest that leaves at most so many of them. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800] as const;
const MOST_MARKS = 8;

/** Seconds that Page Up and Page Down go. */
const PAGE = 10;

/**
 * The position in the film, as a slider: the second's label and suggestion are read out with it.
 */
function Ruler({ shown }: { readonly shown: Shown }) {
  const store = useLabelsStore();
  const isDragging = useRef(false);
  const count = useLabels(({ history }) => history.labels.length);
  const second = useLabels(({ time }) => Math.floor(time));
  const valueText = useLabels(describe);
  const step = STEPS.find((each) => (shown.to - shown.from) / each <= MOST_MARKS) ?? 3600;
  const marks = Array.from(
    { length: Math.ceil((shown.to - shown.from) / step) },
    (_, i) => shown.from + i * step,
  );

  function seek({ currentTarget, clientX }: PointerEvent): void {
    const { left, width } = currentTarget.getBoundingClientRect();
    store.getState().seek(shown.from + ((clientX - left) / width) * (shown.to - shown.from));
  }

  function press(event: KeyboardEvent): void {
    const to: Partial<Record<string, number>> = {
      Home: 0,
      End: count - 1,
      PageUp: second - PAGE,
      PageDown: second + PAGE,
      ArrowUp: second + 1,
      ArrowDown: second - 1,
    };
    const target = to[event.key];
    if (target === undefined) return;
    event.preventDefault();
    store.getState().seek(target);
  }

  return (
    <>
      <span className="lane-name" aria-hidden="true" />
      <div
        className="ruler"
        role="slider"
        tabIndex={0}
        data-testid="position"
        aria-label={text.position}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, count - 1)}
        aria-valuenow={second}
        aria-valuetext={valueText}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          isDragging.current = true;
          seek(event);
        }}
        onPointerMove={(event) => {
          if (isDragging.current) seek(event);
        }}
        onPointerUp={() => (isDragging.current = false)}
        onPointerCancel={() => (isDragging.current = false)}
      >
        {marks.map((mark) => (
          <span
            key={mark}
            className="ruler-mark"
            style={{ left: `${(100 * (mark - shown.from)) / (shown.to - shown.from)}%` }}
          >
            {clockTime(mark * SECOND_MS)}
          </span>
        ))}
      </div>
    </>
  );
}

function describe({ time, history, suggestions }: LabelsState): string {
  const second = Math.floor(time);
  const label = history.labels[second] ?? null;
  const suggestion = label === null ? suggestions[second] : null;
  return text.valueText(
    clockTime(second * SECOND_MS),
    label ? stateWords[label] : text.unlabelled,
    suggestion
      ? text.suggested(stateWordsInText[suggestion.label], suggestion.confidence >= UNSURE_BELOW)
      : '',
  );
}

interface EyeCurveContent extends Shown {
  readonly signals: readonly FrameSignals[];
}

/** CSS pixels. */
const HEIGHT = 60;

/** Eye aspect ratio of wide open eyes (Soukupová, Čech 2016: 0.25–0.35): the curve's least top. */
const WIDE_OPEN = 0.35;

/**
 * The smaller of the two eyes' openings, which tells more than their mean, over time. It has no
 * axes of its own: the timeline's ruler is above it.
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
function EyeCurve({ shown: { from, to } }: { readonly shown: Shown }) {
  const signals = useLabels((state) => state.signals);
  const content = useMemo(() => ({ signals, from, to }), [signals, from, to]);
  return <Chart kind={EYE_CURVE} content={content} className="lane lane-curve" label={text.curve} />;
}
