import type { CountedKind, Fate, Restoration, RestorePlan } from '../../backup/restore';
import { useBackup, useMonitor } from '../context';
import { backup as text, common } from '../messages/texts';
import { isBusy } from '../monitor/phase';
import { BETWEEN_SENTENCES, dateAndTime, enumerated } from '../shared/format';
import { Button } from '../shared/ui/Button';
import { FilePicker, Transfer } from '../shared/ui/Files';

/** All that this device keeps as one file, and back. */
export function BackupSection() {
  const work = useBackup((backup) => backup.work);
  const asked = useBackup((backup) => backup.asked);
  const done = useBackup((backup) => backup.done);
  const cancel = useBackup((backup) => backup.cancel);
  return (
    <section className="danger-zone" aria-labelledby="backup-title">
      <h2 id="backup-title">{text.title}</h2>
      <p>
        {text.about} <span className="tag">{text.biometric}</span>
      </p>
      {work ? (
        <Transfer label={text.work[work.kind]} fraction={work.fraction} onCancel={cancel} />
      ) : asked ? (
        <Question asked={asked} />
      ) : (
        <Choice />
      )}
      <div role="status">
        {done && 'left' in done && (
          <p>
            {text.exported}
            {BETWEEN_SENTENCES}
            {done.left > 0 && text.left(done.left)}
          </p>
        )}
        {done && 'plan' in done && (
          <>
            <p>{text.restored}</p>
            <Plan plan={done.plan} />
          </>
        )}
      </div>
    </section>
  );
}

function Choice() {
  const exported = useBackup((backup) => backup.export);
  const read = useBackup((backup) => backup.read);
  const busy = useMonitor(isBusy);
  return (
    <div className="actions">
      <Button onClick={() => void exported()}>{text.export}</Button>
      {busy ? (
        <p className="hint">{text.busy}</p>
      ) : (
        <FilePicker accept="application/zip,.zip" onFiles={([file]) => file && void read(file)}>
          {text.restore}
        </FilePicker>
      )}
    </div>
  );
}

/** What a restore would do, before it does. */
function Question({ asked }: { readonly asked: Restoration }) {
  const restore = useBackup((backup) => backup.restore);
  const cancel = useBackup((backup) => backup.cancel);
  const { plan, createdAt } = asked;
  const changes = Object.keys(plan.add).length + Object.keys(plan.replace).length > 0;
  const when = dateAndTime(createdAt);
  return (
    <div className="transfer" role="group" aria-labelledby="backup-question" data-testid="restore-plan">
      <p id="backup-question">{changes ? text.question(when) : text.nothing(when)}</p>
      {changes && <Plan plan={plan} />}
      <div className="actions">
        <Button autoFocus onClick={cancel}>
          {changes ? common.cancel : common.close}
        </Button>
        {changes && (
          <Button variant="primary" onClick={() => void restore(asked)}>
            {text.confirm}
          </Button>
        )}
      </div>
    </div>
  );
}

const FATES: readonly Fate[] = ['add', 'replace', 'skip'];
const KINDS: readonly CountedKind[] = ['learner', 'session', 'recording', 'network', 'training', 'settings'];

function Plan({ plan }: { readonly plan: RestorePlan }) {
  return (
    <dl className="facts">
      {FATES.map((fate) => {
        const counts = KINDS.flatMap((kind) => {
          const count = plan[fate][kind];
          return count === undefined ? [] : [text.kinds[kind](count)];
        });
        return (
          counts.length > 0 && (
            <div key={fate}>
              <dt>{text.fates[fate]}</dt>
              <dd>{enumerated(counts)}</dd>
            </div>
          )
        );
      })}
    </dl>
  );
}
