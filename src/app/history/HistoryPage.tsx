import { useState } from 'react';
import type { Session } from '../../profile';
import { useHistory, useLearners, useMonitor, useSettings, useUnsaved } from '../context';
import { dateAndTime, inWords } from '../shared/format';
import { hrefOf } from '../shared/routes';
import { common, pages } from '../shared/strings';
import { ConfirmButton } from '../shared/ui/ConfirmButton';
import { FilePicker } from '../shared/ui/FilePicker';
import { history as text, summary as summaryText } from './strings';
import { recordedTime, ShareBar } from './Summary';

/** The sessions kept on this device. */
export function HistoryPage() {
  const sessions = useHistory((history) => history.sessions);
  const isKept = useSettings(({ settings }) => settings.keepHistory);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{pages.history}</h1>
        <p className="lead">{text.lead}</p>
      </header>
      {!isKept && <p className="hint">{text.off}</p>}
      {sessions === null ? (
        <p role="status">{common.reading}</p>
      ) : sessions.length === 0 ? (
        <div className="empty">
          <h2>{text.emptyTitle}</h2>
          <p>{text.empty}</p>
        </div>
      ) : (
        <ul className="list">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
      <ImportSession />
    </div>
  );
}

/** A session from a file that was exported here or on another device. */
function ImportSession() {
  const load = useHistory((history) => history.import);
  const [said, setSaid] = useState('');

  async function read(file: File): Promise<void> {
    const session = await load(file);
    setSaid(session ? text.imported(dateAndTime(session.startedAt)) : text.notImported);
  }

  return (
    <div className="import">
      <FilePicker accept="application/json,.json" onFiles={([file]) => file && void read(file)}>
        {text.import}
      </FilePicker>
      <p role="status" className="hint">
        {said}
      </p>
    </div>
  );
}

function SessionRow({ session }: { readonly session: Session }) {
  const { id, startedAt, endedAt, summary, learnerId } = session;
  const remove = useHistory((history) => history.delete);
  const name = useLearnerName(learnerId);
  const isRunning = useMonitor(({ phase }) => phase === 'monitoring') && endedAt === null;
  const isUnsaved = useUnsaved(({ sessions }) => sessions.has(id));
  const when = dateAndTime(startedAt);
  return (
    <li className="row">
      <a className="row-main" href={hrefOf({ page: 'session', id })} aria-label={text.open(when)}>
        <span className="row-title">{when}</span>
        <span className="hint">
          {name}, {inWords(recordedTime(summary))}
          {isRunning && `, ${text.running}`}
          {isUnsaved && `, ${text.unsaved}`}
        </span>
      </a>
      <ShareBar summary={summary} />
      <span className="row-number">
        {summaryText.alertsCount(summary.alerts.gentle, summary.alerts.strong)}
      </span>
      <ConfirmButton
        question={summaryText.confirmDelete}
        disabled={isRunning}
        onConfirm={() => void remove(id)}
      >
        {common.delete}
      </ConfirmButton>
    </li>
  );
}

export function useLearnerName(id: string | null): string {
  const learners = useLearners((state) => state.learners);
  return learners?.find((learner) => learner.id === id)?.name ?? text.unknownLearner;
}
