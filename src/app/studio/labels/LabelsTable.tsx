import { useState } from 'react';
import { WAKEFULNESS_CLASSES } from '../../../common/classes';
import type { Brush } from '../../../footage/labels/edit';
import type { Suggestion } from '../../../footage/recording';
import { clockTime } from '../../format';
import { stateWords } from '../../strings';
import { studio as studioText } from '../../strings/studio';
import { labels as text } from '../../strings/studio-labels';
import { useLabels } from './context';
import { runsOf } from './runs';

const SECOND_MS = 1000;
const NONE = 'none';

/** The timeline in words: every stretch can be gone to and changed here as well. */
export function LabelsTable() {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="timeline-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.tableTitle}</summary>
      {isOpen && <Table />}
    </details>
  );
}

interface Second {
  readonly label: Brush;
  readonly suggestion: Suggestion | null;
}

/** Labelled seconds of one state are one stretch; seconds without a label are told apart by what is suggested. */
const isSame = (a: Second, b: Second): boolean =>
  a.label === b.label && (a.label !== null || a.suggestion?.label === b.suggestion?.label);

function Table() {
  const labels = useLabels(({ history }) => history.labels);
  const suggestions = useLabels((state) => state.suggestions);
  const paint = useLabels((state) => state.paint);
  const seek = useLabels((state) => state.seek);
  const seconds = labels.map((label, second): Second => ({ label, suggestion: suggestions[second] ?? null }));
  const time = (second: number): string => clockTime(second * SECOND_MS);
  return (
    <div className="scroll" role="region" aria-label={text.tableTitle} tabIndex={0}>
      <table>
        <caption>{text.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.from}</th>
            <th scope="col">{text.to}</th>
            <th scope="col">{text.label}</th>
            <th scope="col">{text.suggestion}</th>
            <th scope="col">{text.go}</th>
          </tr>
        </thead>
        <tbody>
          {runsOf(seconds, 0, seconds.length, isSame).map(({ from, to, value }) => (
            <tr key={from}>
              <th scope="row">{time(from)}</th>
              <td>{time(to)}</td>
              <td>
                <select
                  aria-label={text.labelOf(time(from), time(to))}
                  value={value.label ?? NONE}
                  onChange={({ currentTarget }) => {
                    const label = WAKEFULNESS_CLASSES.find((each) => each === currentTarget.value);
                    paint(from, to, label ?? null);
                  }}
                >
                  {WAKEFULNESS_CLASSES.map((label) => (
                    <option key={label} value={label}>
                      {stateWords[label]}
                    </option>
                  ))}
                  <option value={NONE}>{studioText.unlabelled}</option>
                </select>
              </td>
              <td>{value.label === null && value.suggestion && stateWords[value.suggestion.label]}</td>
              <td>
                <button type="button" className="button button-quiet" onClick={() => seek(from)}>
                  {text.go} <span className="visually-hidden">{time(from)}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
