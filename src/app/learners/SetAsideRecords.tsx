import { common } from '../shared/strings';
import { learners as text } from './strings';
import { useLearners } from '../context';
import { ConfirmButton } from '../shared/ui/ConfirmButton';
import { offerFile } from '../shared/ui/download';
import { Button } from '../shared/ui/Button';

/** Records that could not be read: to be exported, or deleted. */
export function SetAsideRecords() {
  const records = useLearners((state) => state.setAside);
  const exported = useLearners((state) => state.exportSetAside);
  const remove = useLearners((state) => state.deleteSetAside);
  if (records.length === 0) return null;

  async function save(): Promise<void> {
    const file = await exported();
    if (file !== null) offerFile('wakeful-damaged-records.json', 'application/json', file);
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
