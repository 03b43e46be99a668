import { useState } from 'react';
import { SECOND_MS } from '../../../common/clock';
import type { SessionTimeline } from '../../../profile';
import { stateWords } from '../state-strings';
import { timeline as text } from './strings';
import { clockTime, inWords, percent } from '../format';
import { binsOf, type Range } from './bins';
import { LANES } from './lanes';

/** Rows at most, and the lengths that a row may have, in seconds. */
const MOST_ROWS = 24;
const STEPS = [15, 60, 300, 600, 1800] as const;
const LONGEST_STEP = 3600;

interface Props {
  readonly timeline: SessionTimeline;
  readonly range: Range;
}

/** The chart's content in words and numbers. */
export function TimelineTable({ timeline, range }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="timeline-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.table}</summary>
      {isOpen && <Table timeline={timeline} range={range} />}
    </details>
  );
}

function Table({ timeline, range }: Props) {
  const step = STEPS.find((each) => (range.to - range.from) / each <= MOST_ROWS) ?? LONGEST_STEP;
  return (
    <div className="scroll" role="region" aria-label={text.table} tabIndex={0}>
      <table>
        <caption>{text.caption(inWords(step * SECOND_MS))}</caption>
        <thead>
          <tr>
            <th scope="col">{text.from}</th>
            {LANES.map((state) => (
              <th key={state} scope="col">
                {stateWords[state]}
              </th>
            ))}
            <th scope="col">{text.closedShare}</th>
            <th scope="col">{text.alerts}</th>
          </tr>
        </thead>
        <tbody>
          {binsOf(timeline, range, step).map(({ second, shares, perclos, alerts }) => (
            <tr key={second}>
              <th scope="row">{clockTime(second * SECOND_MS)}</th>
              {LANES.map((state) => (
                <td key={state}>{percent(shares[state])}</td>
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
