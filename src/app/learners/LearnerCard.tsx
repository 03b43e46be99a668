import { useState } from 'react';
import type { Learner } from '../../profile';
import { useLearners, useMonitor, useServices, useUnsaved } from '../context';
import { common, learners as text, settings } from '../messages/texts';
import { dateAndTime } from '../shared/format';
import { hrefOf } from '../shared/routes';
import { Button, ConfirmButton } from '../shared/ui/Button';
import { offerFile } from '../shared/ui/Files';
import { RenameForm } from '../shared/ui/RenameForm';

/** A learner may have been enrolled by a network that is not here any more. */
const backboneNames: Readonly<Record<string, string>> = settings.backbones;

/** One learner: what is kept of them, and what can be done with it. */
export function LearnerCard({ learner }: { readonly learner: Learner }) {
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
          {text.enrolled(dateAndTime(createdAt))}, {text.measured(dateAndTime(calibration.calibratedAt))}
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
