import type { SessionSummary } from '../../wakefulness';
import type { ShownState } from '../../wakefulness/state-event';
import { stateWords, summary as text } from '../strings';
import { inWords, percent, shortSeconds } from '../shared/format';

const STATES: readonly ShownState[] = ['awake', 'drowsy', 'eyes-closed', 'asleep', 'unknown'];

/** A session in numbers: time in each state, alerts, the longest closure. */
export function Summary({ summary }: { readonly summary: SessionSummary }) {
  const { rest, alerts, longestClosure } = summary;
  const time = { ...summary.time, asleep: summary.time.asleep - rest, 'eyes-closed': rest };
  const total = STATES.reduce((sum, state) => sum + time[state], 0);
  const shareOf = (state: ShownState): number => (total === 0 ? 0 : time[state] / total);
  return (
    <div className="summary">
      <section className="summary-times">
        <h2>{text.times}</h2>
        <div className="share-bar" aria-hidden="true">
          {STATES.filter((state) => time[state] > 0).map((state) => (
            <span key={state} data-state={state} style={{ flexGrow: shareOf(state) }} />
          ))}
        </div>
        <dl className="shares">
          {STATES.filter((state) => state !== 'eyes-closed' || rest > 0).map((state) => (
            <div key={state} data-state={state}>
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
          <dd data-testid="summary-alerts">{text.alertsCount(alerts.gentle, alerts.strong)}</dd>
        </div>
        <div>
          <dt>{text.longestClosure}</dt>
          <dd>{longestClosure === 0 ? text.noClosure : shortSeconds(longestClosure)}</dd>
        </div>
      </dl>
    </div>
  );
}
