import { useHistory, useMonitor, useSettings, useUnsaved } from '../context';
import { dateAndTime } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { Page } from '../shared/ui/Page';
import { SessionReport } from './SessionReport';
import { summary as text } from './strings';

/** After a session: what it was like, and what is to become of it. */
export function SessionOver() {
  const session = useMonitor((monitor) => monitor.ended);
  const recording = useMonitor((monitor) => monitor.recording);
  const name = useMonitor(({ request }) => request?.learner?.name ?? request?.name ?? text.noName);
  const leave = useMonitor((monitor) => monitor.leave);
  const goOn = useMonitor((monitor) => monitor.continueSession);
  const remove = useHistory((history) => history.delete);
  const isListed = useHistory(({ sessions }) => sessions?.some(({ id }) => id === session?.id) ?? false);
  const isUnsaved = useUnsaved(({ sessions }) => session !== null && sessions.has(session.id));
  const isToKeep = useSettings(({ settings }) => settings.keepHistory);
  const kept = isUnsaved ? 'notYet' : isListed ? 'kept' : isToKeep ? 'deleted' : 'notKept';

  function discard(id: string): void {
    void remove(id);
    leave();
  }

  return (
    <Page
      className="session-over"
      testId="summary"
      title={text.title}
      lead={session && text.of(name, dateAndTime(session.startedAt))}
    >
      {!session || !recording ? (
        <p role="status">{text.closing}</p>
      ) : (
        <>
          <div className="actions session-next">
            <Button variant="primary" onClick={leave}>
              {text.again}
            </Button>
            <Button onClick={() => void goOn()}>{text.goOn}</Button>
            <p className="hint" data-testid="summary-kept" data-kept={kept}>
              {text[kept]}
            </p>
          </div>
          <SessionReport
            opened={{ session, ...recording }}
            onDelete={isListed ? () => discard(session.id) : null}
          />
        </>
      )}
    </Page>
  );
}
