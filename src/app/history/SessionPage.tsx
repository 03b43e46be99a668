import type { EndedSession } from '../../profile';
import { useHistory, useMonitor, useSettings, useUnsaved } from '../context';
import { common, history as text, pages, summary as summaryText } from '../messages/texts';
import { dateAndTime } from '../shared/format';
import { hrefOf } from '../shared/routes';
import { Button } from '../shared/ui/Button';
import { Page, PageHead, useRead } from '../shared/ui/Page';
import { useNames } from './HistoryPage';
import { SessionReport } from './SessionReport';

/** One session of the history. */
export function SessionPage({ id }: { readonly id: string }) {
  const open = useHistory((history) => history.open);
  /** undefined: being read; null: not here. */
  const opened = useRead(open, id);
  return (
    <div className="page">
      <p className="back">
        <a href={hrefOf({ page: 'history' })}>{text.back}</a>
      </p>
      {opened ? (
        <Opened opened={opened} />
      ) : (
        <>
          <h1>{pages.session}</h1>
          <p role="status">{opened === null ? text.missing : common.reading}</p>
        </>
      )}
    </div>
  );
}

function Opened({ opened }: { readonly opened: EndedSession }) {
  const { session } = opened;
  const remove = useHistory((history) => history.delete);
  const name = useNames()(session.learnerId);

  function discard(): void {
    void remove(session.id);
    location.hash = hrefOf({ page: 'history' });
  }

  return (
    <>
      <PageHead title={dateAndTime(session.startedAt)} lead={name} />
      <SessionReport opened={opened} onDelete={session.endedAt === null ? null : discard} />
      {session.endedAt === null && <p className="hint">{text.running}</p>}
    </>
  );
}

/** After a session: what it was like, and what is to become of it. */
export function SessionOver() {
  const session = useMonitor((monitor) => monitor.ended);
  const recording = useMonitor((monitor) => monitor.recording);
  const name = useMonitor(({ request }) => request?.learner?.name ?? request?.name ?? summaryText.noName);
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
      title={summaryText.title}
      lead={session && summaryText.of(name, dateAndTime(session.startedAt))}
    >
      {!session || !recording ? (
        <p role="status">{summaryText.closing}</p>
      ) : (
        <>
          <div className="actions session-next">
            <Button variant="primary" onClick={leave}>
              {summaryText.again}
            </Button>
            <Button onClick={() => void goOn()}>{summaryText.goOn}</Button>
            <p className="hint" data-testid="summary-kept" data-kept={kept}>
              {summaryText[kept]}
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
