import { WAKEFULNESS_CLASSES } from '../../../common/classes';
import type { HeldOutResult, Verdict } from '../../../engine/studio-api';
import { stateWords } from '../../strings';
import { verdict as text } from '../train/strings';
import { score } from './scores';

/** Both networks on the same held-out seconds. */
export function SideBySide({ verdict: { before, after } }: { readonly verdict: Verdict }) {
  return (
    <div className="side-by-side">
      <One title={text.before} result={before} />
      <One title={text.after} result={after} />
    </div>
  );
}

interface OneProps {
  readonly title: string;
  readonly result: HeldOutResult;
}

function One({ title, result }: OneProps) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <p className="big-score">
        <span>{score(result.macroF1)}</span> {text.macroF1}
      </p>
      <table className="numbers">
        <caption>{text.f1Caption}</caption>
        <tbody>
          {WAKEFULNESS_CLASSES.map((label, i) => {
            const f1 = result.f1[i] ?? null;
            return (
              <tr key={label}>
                <th scope="row">{stateWords[label]}</th>
                <td className="f1-bar">
                  <span className="bar-track" aria-hidden="true">
                    <span data-state={label} style={{ width: `${(f1 ?? 0) * 100}%` }} />
                  </span>
                </td>
                <td>{f1 === null ? text.notThere : score(f1)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Confusion confusion={result.confusion} />
    </section>
  );
}

interface ConfusionProps {
  readonly confusion: HeldOutResult['confusion'];
}

/** Shaded by the share of the true state; the numbers say the same. */
function Confusion({ confusion }: ConfusionProps) {
  return (
    <table className="numbers confusion">
      <caption>{text.confusion}</caption>
      <thead>
        <tr>
          <th scope="col">{text.truth}</th>
          {WAKEFULNESS_CLASSES.map((label) => (
            <th key={label} scope="col">
              {stateWords[label]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {WAKEFULNESS_CLASSES.map((truth, row) => {
          const counts = WAKEFULNESS_CLASSES.map((_, column) => confusion[row]?.[column] ?? 0);
          const total = counts.reduce((sum, count) => sum + count, 0);
          return (
            <tr key={truth}>
              <th scope="row">{stateWords[truth]}</th>
              {counts.map((count, column) => (
                <td
                  key={WAKEFULNESS_CLASSES[column]}
                  data-right={column === row}
                  data-shade={total === 0 ? 0 : Math.round((count / total) * SHADES)}
                >
                  {count}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Steps of shade in studio.css. */
const SHADES = 4;
