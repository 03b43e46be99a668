import { useEffect, useState } from 'react';
import type { Session } from '../../profile';
import { useHistory, useLearners, useMonitor, useSettings, useUnsaved } from '../context';
import { common, history as text, pages, summary as summaryText } from '../messages/texts';
import { dateAndTime, enumerated, fileStamp, inWords } from '../shared/format';
import { hrefOf } from '../shared/routes';
import { Button, ConfirmButton } from '../shared/ui/Button';
import { Field } from '../shared/ui/Field';
import { ImportJson, offerFile } from '../shared/ui/Files';
import { Empty, Page } from '../shared/ui/Page';
import { historyCsv, historyJson, printPage, type ListedSession } from './history-files';
import { alertsInWords, recordedTime, ShareBar } from './SessionReport';
import { Trends } from './Trends';
import { lasting } from './words';

/** The sessions kept on this device, and what they tell together. */
export function HistoryPage() {
  const sessions = useHistory((history) => history.sessions);
  const load = useHistory((history) => history.import);
  const isKept = useSettings(({ settings }) => settings.keepHistory);

  async function read(file: File): Promise<string> {
    const session = await load(file);
    return session ? text.imported(dateAndTime(session.startedAt)) : text.notImported;
  }

  return (
    <Page title={pages.history} lead={text.lead}>
      {!isKept && <p className="hint">{text.off}</p>}
      {sessions === null ? (
        <p role="status">{common.reading}</p>
      ) : sessions.length === 0 ? (
        <Empty title={text.emptyTitle} text={text.empty} />
      ) : (
        <Sessions all={sessions} />
      )}
      <ImportJson label={text.import} read={read} />
    </Page>
  );
}

/** Everybody's sessions, or one learner's. */
const EVERYBODY = 'all';

function Sessions({ all }: { readonly all: readonly Session[] }) {
  const active = useLearners(({ activeId }) => activeId);
  const [chosen, choose] = useState(active ?? EVERYBODY);
  const nameOf = useNames();
  const read = useHistory((history) => history.readFigures);
  const known = useHistory((history) => history.figures);
  useEffect(() => void read(), [read, all]);

  const owners = [...new Set(all.map(ownerOf))];
  const owner = owners.includes(chosen) ? chosen : EVERYBODY;
  const sessions = all.filter((session) => owner === EVERYBODY || ownerOf(session) === owner);
  const listed = sessions.flatMap((session): ListedSession[] => {
    const figures = known.get(session.id);
    return figures ? [{ session, figures, name: nameOf(session.learnerId) }] : [];
  });
  const figures = listed.map(({ figures }) => figures);
  const name = `wakeful-history-${fileStamp(sessions[0]?.startedAt ?? 0)}`;

  return (
    <>
      <div className="history-tools">
        {owners.length > 1 && (
          <Field label={text.whose}>
            {(control) => (
              <select {...control} value={owner} onChange={(event) => choose(event.currentTarget.value)}>
                <option value={EVERYBODY}>{text.everybody}</option>
                {owners.map((each) => (
                  <option key={each} value={each}>
                    {nameOf(each)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <div className="actions">
          <Button onClick={() => offerFile(`${name}.csv`, 'text/csv', historyCsv(listed))}>
            {summaryText.csv}
          </Button>
          <Button onClick={() => offerFile(`${name}.json`, 'application/json', historyJson(listed))}>
            {summaryText.json}
          </Button>
          <Button onClick={printPage}>{summaryText.print}</Button>
        </div>
      </div>
      {figures.length > 0 && <Trends figures={figures} isOne={owner !== EVERYBODY || owners.length === 1} />}
      <section className="trend">
        <h2>{text.sessions}</h2>
        <ul className="list sessions">
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              name={nameOf(session.learnerId)}
              untilDrowsy={known.get(session.id)?.untilDrowsy ?? null}
            />
          ))}
        </ul>
      </section>
    </>
  );
}

const ownerOf = ({ learnerId }: Session): string => learnerId ?? '';

interface RowProps {
  readonly session: Session;
  readonly name: string;
  readonly untilDrowsy: number | null;
}

function SessionRow({ session, name, untilDrowsy }: RowProps) {
  const { id, startedAt, endedAt, summary, note } = session;
  const remove = useHistory((history) => history.delete);
  const isRunning = useMonitor(({ phase }) => phase === 'monitoring') && endedAt === null;
  const isUnsaved = useUnsaved(({ sessions }) => sessions.has(id));
  const when = dateAndTime(startedAt);
  const facts = [name, inWords(recordedTime(summary))];
  if (untilDrowsy !== null)
    facts.push(untilDrowsy < 60 ? text.drowsyAtOnce : text.drowsyAfter(lasting(untilDrowsy)));
  if (isRunning) facts.push(text.running);
  if (isUnsaved) facts.push(text.unsaved);
  return (
    <li className="row">
      <a className="row-main" href={hrefOf({ page: 'session', id })} aria-label={text.open(when)}>
        <span className="row-title">{when}</span>
        <span className="hint">{enumerated(facts)}</span>
        {note !== undefined && <span className="hint row-note">{note}</span>}
      </a>
      <ShareBar summary={summary} />
      <span className="row-number">{alertsInWords(summary.alerts)}</span>
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

/** The name of the learner with an id. */
export function useNames(): (id: string | null) => string {
  const learners = useLearners((state) => state.learners);
  return (id) => learners?.find((learner) => learner.id === id)?.name ?? text.unknownLearner;
}
