import { useEffect, useState } from 'react';
import { useHistory } from '../context';
import type { EndedSession } from '../monitor/session-tape';
import { dateAndTime } from '../shared/format';
import { hrefOf } from '../shared/routes';
import { common, pages } from '../shared/strings';
import { PageHead } from '../shared/ui/Page';
import { useNames } from './HistoryPage';
import { SessionReport } from './SessionReport';
import { history as text } from './strings';

/** One session of the history. */
export function SessionPage({ id }: { readonly id: string }) {
  const open = useHistory((history) => history.open);
  /** undefined: being read; null: not here. */
  const [opened, setOpened] = useState<EndedSession | null>();

  useEffect(() => {
    let current = true;
    void open(id).then((found) => current && setOpened(found));
    return () => {
      current = false;
    };
  }, [id, open]);

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
