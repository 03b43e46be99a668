import { useState } from 'react';
import type { Learner } from '../../profile';
import { endEverything, readEverything } from '../app-stores';
import { BackupSection } from '../backup/Backup';
import { useLearners, useMonitor, useNotices, useServices, useStores, useUnsaved } from '../context';
import { common, learners as text, pages, settings } from '../messages/texts';
import { dateAndTime, enumerated } from '../shared/format';
import { hrefOf } from '../shared/routes';
import { Button, ConfirmButton } from '../shared/ui/Button';
import { RenameForm } from '../shared/ui/Field';
import { ImportJson, offerFile } from '../shared/ui/Files';
import { Empty, Page } from '../shared/ui/Page';

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

/** A learner may have been enrolled by a network that is not here any more. */
const backboneNames: Readonly<Record<string, string>> = settings.backbones;

/** One learner: what is kept of them, and what can be done with it. */
function LearnerCard({ learner }: { readonly learner: Learner }) {
  const activeId = useLearners((state) => state.activeId);
  const choose = useLearners((state) => state.choose);
  const rename = useLearners((state) => state.rename);
  const exported = useLearners((state) => state.export);
  const remove = useLearners((state) => state.delete);
  const isBusy = useMonitor(({ phase }) => phase !== 'idle' && phase !== 'ended');
  const isUnsaved = useUnsaved(({ learners }) => learners.has(learner.id));
  const [isRenaming, setRenaming] = useState(false);
  const { id, name, frames, backbone, createdAt, calibration } = learner;

  async function save(): Promise<void> {
    const file = await exported(id);
    if (file) offerFile(`wakeful-learner-${name}.json`, 'application/json', file);
  }

  return (
    <li className="card learner" data-testid="learner">
      <header>
        {isRenaming ? (
          <RenameForm
            name={learner.name}
            onRename={(name) => rename(learner.id, name)}
            onDone={() => setRenaming(false)}
          />
        ) : (
          <h2>
            {name} {id === activeId && <span className="tag">{text.active}</span>}{' '}
            {isUnsaved && <span className="tag">{common.notKept}</span>}
          </h2>
        )}
        <p className="hint">
          {enumerated([
            text.enrolled(dateAndTime(createdAt)),
            text.measured(dateAndTime(calibration.calibratedAt)),
          ])}
        </p>
      </header>
      <p className="biometric">
        <span className="tag">{text.biometric}</span>{' '}
        {text.describe(frames, backboneNames[backbone] ?? backbone)}
      </p>
      <div className="actions">
        {id !== activeId && <Button onClick={() => void choose(id)}>{text.choose}</Button>}
        <Button onClick={() => setRenaming(true)} disabled={isRenaming}>
          {text.rename}
        </Button>
        <MeasureAgain learner={learner} disabled={isBusy} />
        <Button title={text.exportHint} onClick={() => void save()}>
          {text.export}
        </Button>
        <ConfirmButton
          question={text.confirmDelete(name)}
          disabled={isBusy}
          onConfirm={() => void remove(id)}
        >
          {common.delete}
        </ConfirmButton>
      </div>
      {isBusy && <p className="hint">{text.busy}</p>}
    </li>
  );
}

/** Eyes and head anew, or everything anew; both happen on the monitor. */
function MeasureAgain({ learner, disabled }: { readonly learner: Learner; readonly disabled: boolean }) {
  const start = useMonitor((monitor) => monitor.start);
  const leave = useMonitor((monitor) => monitor.leave);
  const choose = useLearners((state) => state.choose);
  const { alerts } = useServices();

  function begin(again: 'eyes' | 'all'): void {
    alerts.unlock();
    void choose(learner.id);
    leave();
    void start({ learner, name: learner.name, measure: again });
    location.hash = hrefOf({ page: 'monitor' });
  }

  return (
    <>
      <Button disabled={disabled} onClick={() => begin('eyes')}>
        {text.recalibrate}
      </Button>
      <Button disabled={disabled} onClick={() => begin('all')}>
        {text.reenrol}
      </Button>
    </>
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
