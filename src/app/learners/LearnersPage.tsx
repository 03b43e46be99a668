import { useState } from 'react';
import { endEverything, readEverything } from '../app-stores';
import { BackupSection } from '../backup/Backup';
import { useLearners, useNotices, useServices, useStores } from '../context';
import { common, learners as text, pages } from '../messages/texts';
import { Button, ConfirmButton } from '../shared/ui/Button';
import { ImportJson, offerFile } from '../shared/ui/Files';
import { Empty, Page } from '../shared/ui/Page';
import { LearnerCard } from './LearnerCard';

/** Who can be recognised on this device, and everything that is kept. */
export function LearnersPage() {
  const learners = useLearners((state) => state.learners);
  const load = useLearners((state) => state.import);
  const tellError = useNotices((notices) => notices.tellError);

  async function read(file: File): Promise<string> {
    try {
      const learner = await load(await file.text());
      return learner ? text.imported(learner.name) : '';
    } catch (error) {
      // It was moved or locked between being chosen and being read.
      tellError(error);
      return '';
    }
  }

  return (
    <Page title={pages.learners} lead={text.lead}>
      {learners === null ? (
        <p role="status">{common.reading}</p>
      ) : learners.length === 0 ? (
        <Empty title={text.emptyTitle} text={text.empty} />
      ) : (
        <ul className="list">
          {learners.map((learner) => (
            <LearnerCard key={learner.id} learner={learner} />
          ))}
        </ul>
      )}
      <ImportJson label={text.import} read={read} />
      <SetAsideRecords />
      <BackupSection />
      <DeleteEverything />
    </Page>
  );
}

/** Records that could not be read: to be exported, or deleted. */
function SetAsideRecords() {
  const records = useLearners((state) => state.setAside);
  const exported = useLearners((state) => state.exportSetAside);
  const remove = useLearners((state) => state.deleteSetAside);
  if (records.length === 0) return null;

  async function save(): Promise<void> {
    const file = await exported();
    if (file) offerFile('wakeful-damaged-records.json', 'application/json', file);
  }

  return (
    <section className="set-aside">
      <h2>{text.setAsideTitle}</h2>
      <p className="hint">{text.setAside}</p>
      <ul className="list">
        {records.map(({ id, shelf, reason }) => (
          <li key={id} className="row">
            <span className="row-main technical">{text.setAsideRecord(shelf, reason)}</span>
            <ConfirmButton question={text.confirmSetAside} onConfirm={() => void remove(id)}>
              {common.delete}
            </ConfirmButton>
          </li>
        ))}
      </ul>
      <Button onClick={() => void save()}>{text.setAsideExport}</Button>
    </section>
  );
}

/** Leaves nothing of Wakeful on this device. A running session ends with it. */
function DeleteEverything() {
  const services = useServices();
  const stores = useStores();
  const [isDone, setDone] = useState(false);

  async function remove(): Promise<void> {
    await endEverything(services, stores);
    try {
      await services.storage.deleteEverything();
      setDone(true);
    } catch (error) {
      stores.notices.getState().tellError(error);
    }
    await readEverything(services, stores);
  }

  return (
    <section className="danger-zone">
      <h2>{text.everythingTitle}</h2>
      <p>{text.everything}</p>
      <ConfirmButton
        question={text.confirmEverything}
        confirm={text.everythingYes}
        onConfirm={() => void remove()}
      >
        {text.everythingButton}
      </ConfirmButton>
      <p role="status">{isDone && text.everythingDone}</p>
    </section>
  );
}
