import { useState } from 'react';
import { WAKEFULNESS_CLASSES } from '../../../common/classes';
import { SECOND_MS } from '../../../common/clock';
import type { Brush } from '../../../footage/labels/edit';
import type { Suggestion } from '../../../footage/recording';
import { labels as text, stateWords } from '../../messages/texts';
import { clockTime } from '../../shared/format';
import { Button } from '../../shared/ui/Button';
import { TableHead } from '../../shared/ui/Page';
import { useLabels, useLabelsStore } from './context';
import { runsOf, type Run } from './Lanes';

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

/** Seconds with one label are a stretch; so are those without one that have the same suggestion. */
const isSame = (a: Second, b: Second): boolean =>
  a.label === b.label && (a.label !== null || a.suggestion?.label === b.suggestion?.label);

/** Stretches shown at once: two hours have thousands, each with a choice of its own. */
const ROWS = 100;

function Table() {
  const labels = useLabels(({ history }) => history.labels);
  const suggestions = useLabels((state) => state.suggestions);
  const store = useLabelsStore();
  const { paint, seek } = store.getState();
  /** A second of the stretches that are shown: first where the film is. */
  const [from, setFrom] = useState(() => Math.floor(store.getState().time));
  const seconds = labels.map((label, second): Second => ({ label, suggestion: suggestions[second] ?? null }));
  const time = (at: number): string => clockTime(at * SECOND_MS);
  const runs = runsOf(seconds, 0, seconds.length, isSame);
  const first = pageOf(runs, from);
  const shown = runs.slice(first, first + ROWS);
  return (
    <>
      {runs.length > ROWS && (
        <div className="actions">
          <Button disabled={first === 0} onClick={() => setFrom(runs[first - ROWS]?.from ?? 0)}>
            {text.earlier}
          </Button>
          <Button
            disabled={first + ROWS >= runs.length}
            onClick={() => setFrom(runs[first + ROWS]?.from ?? 0)}
          >
            {text.later}
          </Button>
          <span className="hint" role="status">
            {text.shownRows(first + 1, first + shown.length, runs.length)}
          </span>
        </div>
      )}
      <div className="scroll" role="region" aria-label={text.tableTitle} tabIndex={0}>
        <table>
          <caption>{text.caption}</caption>
          <TableHead columns={[text.from, text.to, text.label, text.suggestion, text.go]} />
          <tbody>
            {shown.map(({ from: start, to, value }) => (
              <tr key={start}>
                <th scope="row">{time(start)}</th>
                <td>{time(to)}</td>
                <td>
                  <select
                    aria-label={text.labelOf(time(start), time(to))}
                    value={value.label ?? NONE}
                    onChange={({ currentTarget }) => {
                      const label = WAKEFULNESS_CLASSES.find((each) => each === currentTarget.value);
                      paint(start, to, label ?? null);
                    }}
                  >
                    {WAKEFULNESS_CLASSES.map((label) => (
                      <option key={label} value={label}>
                        {stateWords[label]}
                      </option>
                    ))}
                    <option value={NONE}>{text.unlabelled}</option>
                  </select>
                </td>
                <td>{value.label === null && value.suggestion && stateWords[value.suggestion.label]}</td>
                <td>
                  <Button variant="quiet" onClick={() => seek(start)}>
                    {text.go} <span className="visually-hidden">{time(start)}</span>
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Index of the first stretch of the page that a second is on. */
function pageOf(runs: readonly Run<Second>[], second: number): number {
  const at = Math.max(
    0,
    runs.findLastIndex(({ from }) => from <= second),
  );
  return at - (at % ROWS);
}
