import { WAKEFULNESS_CLASSES, type WakefulnessClass } from '../../../common/classes';
import type { HeldOutResult, Verdict } from '../../../engine/studio-api';
import { common, comparison as text, stateWords } from '../../messages/texts';
import { decimal } from '../../shared/format';
import { TableHead } from '../../shared/ui/Page';

/** Both networks on the same held-out seconds. */
export function SideBySide({ verdict: { before, after } }: { readonly verdict: Verdict }) {
  return (
    <div className="side-by-side">
      <One title={text.before} result={before} />
      <One title={text.after} result={after} />
    </div>
  );
}

function One({ title, result }: { readonly title: string; readonly result: HeldOutResult }) {
  const { right, all } = secondsRight(result);
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <div>
        <p className="big-score">
          <span>{text.of(right, all)}</span> {text.secondsRight}
        </p>
        <p className="hint">
          {common.named(text.macroF1, '')}
          <span data-testid="macro-f1">{score(result.macroF1)}</span>
        </p>
      </div>
      <table className="numbers">
        <caption>{text.statesCaption}</caption>
        <tbody>
          {WAKEFULNESS_CLASSES.map((label, i) => {
            const ofState = secondsRight(result, label);
            return (
              <tr key={label}>
                <th scope="row">{stateWords[label]}</th>
                <td className="f1-bar">
                  <span className="bar-track" aria-hidden="true">
                    <span
                      data-state={label}
                      style={{ width: `${(100 * ofState.right) / Math.max(1, ofState.all)}%` }}
                    />
                  </span>
                </td>
                {ofState.all === 0 ? (
                  <td>{text.notThere}</td>
                ) : (
                  <td>
                    {text.of(ofState.right, ofState.all)}
                    <span className="hint f1">{text.f1(score(result.f1[i] ?? null))}</span>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Confusion confusion={result.confusion} />
    </section>
  );
}

/** Shaded by the fraction of the true state; the numbers say the same. */
function Confusion({ confusion }: { readonly confusion: HeldOutResult['confusion'] }) {
  return (
    <table className="numbers confusion">
      <caption>{text.confusion}</caption>
      <TableHead columns={[text.truth, ...WAKEFULNESS_CLASSES.map((label) => stateWords[label])]} />
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

/** Steps of shade in verdict.css. */
const SHADES = 4;

/** Macro-F1 and F1 as people compare them: two digits. */
export const score = (value: number | null): string => (value === null ? common.none : decimal(value, 2));

/** A difference with its sign: `+0.08`, `−0.02`. */
export const signed = (value: number): string => `${value < 0 ? '−' : '+'}${decimal(Math.abs(value), 2)}`;

/** Seconds that were classified, of one state or of all, and those of them that were right. */
export function secondsRight(
  { confusion }: HeldOutResult,
  label?: WakefulnessClass,
): { readonly right: number; readonly all: number } {
  let [right, all] = [0, 0];
  confusion.forEach((row, truth) => {
    if (label !== undefined && WAKEFULNESS_CLASSES[truth] !== label) return;
    right += row[truth] ?? 0;
    all += row.reduce((sum, count) => sum + count, 0);
  });
  return { right, all };
}

/** F1 by which a state must have fallen before it is said: less is a second or two. */
const WORTH_SAYING = 0.03;

/** States that are recognised less well than before, whatever the mean over all of them says. */
export const lost = (
  before: HeldOutResult,
  after: HeldOutResult,
): readonly { readonly label: WakefulnessClass; readonly then: number; readonly now: number }[] =>
  WAKEFULNESS_CLASSES.flatMap((label, i) => {
    const [then, now] = [before.f1[i] ?? null, after.f1[i] ?? null];
    return then !== null && now !== null && now < then - WORTH_SAYING ? [{ label, then, now }] : [];
  });
