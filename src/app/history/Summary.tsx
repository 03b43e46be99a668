import { sessionCsv, sessionJson, type Session, type SessionTimeline } from '../../profile';
import type { SessionSummary } from '../../wakefulness';
import type { ShownState, WakefulnessState } from '../../wakefulness/state-event';
import { enumerated, fileStamp, inWords, percent, shortSeconds } from '../shared/format';
import { stateWords } from '../shared/state-strings';
import { Button } from '../shared/ui/Button';
import { ConfirmButton } from '../shared/ui/ConfirmButton';
import { offerFile } from '../shared/ui/download';
import { printPage } from './print-page';
import { summary as text } from './strings';

const STATES: readonly WakefulnessState[] = ['awake', 'drowsy', 'asleep', 'unknown'];
/** Rests are asleep by Table 1, and told apart in words. */
const SHOWN: readonly ShownState[] = ['awake', 'drowsy', 'eyes-closed', 'asleep', 'unknown'];

/** A session in numbers: time in each state, alerts, the longest closure. */
export function Summary({ summary }: { readonly summary: SessionSummary }) {
  const { rest = 0, alerts, longestClosure } = summary;
  const time = { ...summary.time, asleep: summary.time.asleep - rest, 'eyes-closed': rest };
  const total = recordedTime(summary);
  const shareOf = (state: ShownState): number => (total === 0 ? 0 : time[state] / total);
  return (
    <div className="summary">
      <section className="summary-times">
        <h2>{text.times}</h2>
        <ShareBar summary={summary} />
        <dl className="shares">
          {SHOWN.filter((state) => state !== 'eyes-closed' || rest > 0).map((state) => (
            <div key={state} data-state={state === 'eyes-closed' ? 'asleep' : state}>
              <dt>{stateWords[state]}</dt>
              <dd>{text.share(inWords(time[state]), percent(shareOf(state)))}</dd>
            </div>
          ))}
        </dl>
      </section>
      <dl className="facts">
        <div>
          <dt>{text.duration}</dt>
          <dd>{inWords(total)}</dd>
        </div>
        <div>
          <dt>{text.alerts}</dt>
          <dd data-testid="summary-alerts">{alertsInWords(alerts)}</dd>
        </div>
        <div>
          <dt>{text.longestClosure}</dt>
          <dd>{longestClosure === 0 ? text.noClosure : shortSeconds(longestClosure)}</dd>
        </div>
      </dl>
    </div>
  );
}

/** `1 gentle alert, 2 wake-up alerts`. */
export function alertsInWords({ gentle, strong }: SessionSummary['alerts']): string {
  const parts = [];
  if (gentle > 0) parts.push(text.gentleAlerts(gentle));
  if (strong > 0) parts.push(text.strongAlerts(strong));
  return enumerated(parts) || text.noAlerts;
}

/** The length of a session, in ms. */
export const recordedTime = ({ time }: SessionSummary): number =>
  STATES.reduce((sum, state) => sum + time[state], 0);

/** A session's time in each state, as lengths of one bar. */
export function ShareBar({ summary: { time } }: { readonly summary: SessionSummary }) {
  return (
    <span className="share-bar" aria-hidden="true">
      {STATES.filter((state) => time[state] > 0).map((state) => (
        <span key={state} data-state={state} style={{ flexGrow: time[state] }} />
      ))}
    </span>
  );
}

interface Props {
  readonly session: Session;
  readonly timeline: SessionTimeline;
  /** null where there is nothing to delete. */
  readonly onDelete: (() => void) | null;
}

/** A session as a file, or gone. */
export function SessionActions({ session, timeline, onDelete }: Props) {
  const name = `wakeful-${fileStamp(session.startedAt)}`;
  return (
    <>
      <Button onClick={() => offerFile(`${name}.csv`, 'text/csv', sessionCsv(timeline))}>{text.csv}</Button>
      <Button onClick={() => offerFile(`${name}.json`, 'application/json', sessionJson(session, timeline))}>
        {text.json}
      </Button>
      <Button onClick={printPage}>{text.print}</Button>
      {onDelete && (
        <ConfirmButton question={text.confirmDelete} onConfirm={onDelete}>
          {text.delete}
        </ConfirmButton>
      )}
    </>
  );
}
