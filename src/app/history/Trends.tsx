import {
  BLOCK_HOURS,
  medianUntilDrowsy,
  timesOfDay,
  weeksOf,
  worstBlock,
  type SessionFigures,
  type Tally,
} from '../../insights/trends';
import { useServices } from '../context';
import { trends as text } from '../messages/texts';
import { dayAndMonth, hoursRange, inFullWords, percent, roughly, weekday } from '../shared/format';
import { TableHead } from '../shared/ui/Page';

/** Sessions from which on a median says something. Chosen. */
const ENOUGH_SESSIONS = 3;
/** Weeks shown. */
const WEEKS = 6;

interface Props {
  readonly figures: readonly SessionFigures[];
  /** Of one learner, to whom it can be said. */
  readonly isOne: boolean;
}

/** How awake somebody was over the weeks and hours. */
export function Trends({ figures, isOne }: Props) {
  return (
    <div className="trends">
      {isOne && (
        <p className="story-words" data-testid="until-drowsy">
          {untilDrowsyInWords(figures)}
        </p>
      )}
      <Weeks figures={figures} />
      <TimesOfDay figures={figures} isOne={isOne} />
    </div>
  );
}

function untilDrowsyInWords(figures: readonly SessionFigures[]): string {
  if (figures.length < ENOUGH_SESSIONS) return text.tooFew(ENOUGH_SESSIONS - figures.length);
  const median = medianUntilDrowsy(figures);
  if (median === null) return text.mostlyAwake;
  return median < 60 ? text.drowsyAtOnce : text.untilDrowsy(inFullWords(median));
}

function Weeks({ figures }: { readonly figures: readonly SessionFigures[] }) {
  const { now } = useServices();
  const all = weeksOf(figures, now(), WEEKS);
  const weeks = all.slice(0, all.findLastIndex(({ sessions }) => sessions > 0) + 1);
  if (weeks.length === 0) return null;
  return (
    <section className="trend weeks">
      <h2>{text.weeks}</h2>
      <table>
        <caption className="hint">{text.weeksHint}</caption>
        <TableHead columns={[text.week, ...weeks[0]!.days.map((_, day) => weekday(day))]} />
        <tbody>
          {weeks.map(({ monday, days }) => (
            <tr key={monday}>
              <th scope="row">{dayAndMonth(monday)}</th>
              {days.map((tally, day) => (
                <Day key={day} tally={tally} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Fraction of drowsiness with the strongest tint, and that tint, percent. */
const DEEPEST = 0.4;
const DEEPEST_TINT = 45;

function Day({ tally }: { readonly tally: Tally }) {
  if (tally.seconds === 0) return <td />;
  const { seconds, seen, tired } = tally;
  const tint = seen === 0 ? 0 : Math.min(1, tired / seen / DEEPEST) * DEEPEST_TINT;
  return (
    <td
      className="day"
      style={{ background: `color-mix(in oklab, var(--glow-drowsy) ${tint}%, var(--surface))` }}
    >
      <span>{roughly(seconds, 'narrow')}</span>
      <span className="hint">{percent(fractionOf(tally))}</span>
    </td>
  );
}

const fractionOf = ({ seen, tired }: Tally): number | null => (seen === 0 ? null : tired / seen);

function TimesOfDay({ figures, isOne }: Props) {
  const blocks = timesOfDay(figures);
  if (blocks.length === 0) return null;
  const worst = worstBlock(blocks);
  const most = Math.max(...blocks.map(({ seen, tired }) => tired / seen));
  return (
    <section className="trend times-of-day">
      <h2>{text.times}</h2>
      {isOne && worst && (
        <p>
          {text.worst(hoursRange(worst.hour, worst.hour + BLOCK_HOURS), percent(worst.tired / worst.seen))}
        </p>
      )}
      <table>
        <caption className="visually-hidden">{text.times}</caption>
        <TableHead columns={[text.time, text.drowsy, text.watched]} />
        <tbody>
          {blocks.map(({ hour, seen, tired }) => (
            <tr key={hour}>
              <th scope="row">{hoursRange(hour, hour + BLOCK_HOURS)}</th>
              <td>
                <span
                  className="drowsy-bar"
                  style={{ width: `${most === 0 ? 0 : (60 * tired) / seen / most}%` }}
                />
                {percent(tired / seen)}
              </td>
              <td>{roughly(seen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
