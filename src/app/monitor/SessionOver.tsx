import { summary as text } from '../history/strings';
import { dateAndTime } from '../shared/format';
import { SessionActions } from '../history/SessionActions';
import { Summary } from '../history/Summary';
import { useHistory, useMonitor, useSettings } from '../context';
import { Timeline } from '../shared/timeline/Timeline';
import { Button } from '../shared/ui/Button';

/** After a session: what it was like, and what is to become of it. */
export function SessionOver() {
  const session = useMonitor((monitor) => monitor.ended);
  const recording = useMonitor((monitor) => monitor.recording);
  const name = useMonitor(({ request }) => request?.learner?.name ?? request?.name ?? text.noName);
  const leave = useMonitor((monitor) => monitor.leave);
  const remove = useHistory((history) => history.delete);
  const isKept = useSettings(({ settings }) => settings.keepHistory);

  function discard(id: string): void {
    void remove(id);
    leave();
  }

  return (
    <div className="page session-over" data-testid="summary">
      <header className="page-head">
        <h1>{text.title}</h1>
        {session && <p className="lead">{text.of(name, dateAndTime(session.startedAt))}</p>}
      </header>
      {!session || !recording ? (
        <p role="status">{text.closing}</p>
      ) : (
        <>
          <Summary summary={recording.summary} />
          <Timeline timeline={recording.timeline} initial="session" />
          <p className="hint">{isKept ? text.kept : text.notKept}</p>
          <div className="actions">
            <Button variant="primary" onClick={leave}>
              {text.again}
            </Button>
            <SessionActions
              session={session}
              timeline={recording.timeline}
              onDelete={isKept ? () => discard(session.id) : null}
            />
          </div>
        </>
      )}
    </div>
  );
}
