import { useMemo, useState, useSyncExternalStore } from 'react';
import { SECOND_MS } from '../../../common/clock';
import type { SessionTimeline } from '../../../profile';
import { stateWords, timeline as text } from '../../messages/texts';
import { clockTime, enumerated, inWords, percent, timeOfDay, timeOfDayToTheSecond } from '../format';
import { Chart } from '../ui/Chart';
import { Segments } from '../ui/Field';
import { TableHead } from '../ui/Page';
import { binsOf, LANES, rangeOf, stepFor, WINDOWS, type Bin, type Range, type WindowName } from './bins';
import { TIMELINE_CHART } from './timeline-chart';

/** CSS pixels per bin: more bins than that cannot be told apart. */
const PIXELS_PER_BIN = 3;

interface Props {
  readonly timeline: SessionTimeline | null;
  readonly initial: WindowName;
}

/** A session's states over time, as a chart and as a table. */
export function StateTimeline({ timeline, initial }: Props) {
  const [window, setWindow] = useState<WindowName>(initial);
  const seconds = timeline?.seconds ?? 0;
  const range = rangeOf(window, seconds);
  return (
    <section className="timeline" aria-label={text.title}>
      <header>
        <h2>{text.title}</h2>
        <Segments
          label={text.window}
          value={window}
          onChange={setWindow}
          options={WINDOWS.map((value) => ({ value, label: text.windows[value] }))}
        />
      </header>
      {timeline && seconds > 0 ? (
        <>
          <Canvas timeline={timeline} window={window} />
          <TimelineTable timeline={timeline} range={range} />
        </>
      ) : (
        <p className="timeline-empty hint">{text.empty}</p>
      )}
    </section>
  );
}

function Canvas({ timeline, window }: { readonly timeline: SessionTimeline; readonly window: WindowName }) {
  const [width, setWidth] = useState(0);
  const [point, setPoint] = useState<Bin | null>(null);
  const isHidden = useSyncExternalStore(subscribeToVisibility, () => document.hidden);
  const { from, to } = rangeOf(window, timeline.seconds);
  const at = (second: number): string => timeOfDay(timeline.startedAt + second * SECOND_MS);

  const content = useMemo(() => {
    // Nobody looks at a hidden page; everything is drawn when it is shown again.
    if (isHidden || width === 0) return null;
    const range = { from, to };
    const step = stepFor(range, width / PIXELS_PER_BIN);
    const bins = binsOf(timeline, range, step);
    return { startedAt: timeline.startedAt, range, step, bins, onPoint: setPoint };
  }, [timeline, from, to, width, isHidden]);

  return (
    <>
      <Chart
        kind={TIMELINE_CHART}
        content={content}
        className="timeline-canvas"
        label={text.label(`${at(from)}–${at(to)}`)}
        onWidth={setWidth}
      />
      <p className="timeline-point hint" aria-hidden="true">
        {point &&
          text.point(
            timeOfDayToTheSecond(timeline.startedAt + point.second * SECOND_MS),
            clockTime(point.second * SECOND_MS),
            describe(point),
          )}
      </p>
    </>
  );
}

/** What a bin holds, in words: `Drowsy 60 %, Awake 40 %, Eyes closed 12 %`. */
function describe({ fractions, perclos }: Bin): string {
  const states = LANES.filter((state) => fractions[state] > 0)
    .sort((a, b) => fractions[b] - fractions[a])
    .map((state) => text.part(stateWords[state], percent(fractions[state])));
  if (states.length === 0) states.push(stateWords.unrecorded);
  if (perclos !== null) states.push(text.part(text.closedShare, percent(perclos)));
  return enumerated(states);
}

function subscribeToVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** Rows at most, and the lengths that a row may have, in seconds. */
const MOST_ROWS = 24;
const STEPS = [15, 60, 300, 600, 1800] as const;
const LONGEST_STEP = 3600;

interface TableProps {
  readonly timeline: SessionTimeline;
  readonly range: Range;
}

/** The chart's content in words and numbers. */
function TimelineTable({ timeline, range }: TableProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="timeline-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.table}</summary>
      {isOpen && <Table timeline={timeline} range={range} />}
    </details>
  );
}

function Table({ timeline, range }: TableProps) {
  const step = STEPS.find((each) => (range.to - range.from) / each <= MOST_ROWS) ?? LONGEST_STEP;
  return (
    <div className="scroll" role="region" aria-label={text.table} tabIndex={0}>
      <table>
        <caption>{text.caption(inWords(step * SECOND_MS))}</caption>
        <TableHead
          columns={[text.from, ...LANES.map((state) => stateWords[state]), text.closedShare, text.alerts]}
        />
        <tbody>
          {binsOf(timeline, range, step).map(({ second, fractions, perclos, alerts }) => (
            <tr key={second}>
              <th scope="row">{clockTime(second * SECOND_MS)}</th>
              {LANES.map((state) => (
                <td key={state}>{percent(fractions[state])}</td>
              ))}
              <td>{percent(perclos)}</td>
              <td>{alerts}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
