import { useState } from 'react';
import type { RecordingSummary } from '../../../footage/footage-library';
import type { Person } from '../../../footage/recording';
import { common } from '../../strings';
import { footage as text } from '../strings';
import { ConfirmButton } from '../../shared/ui/ConfirmButton';
import { useFootage } from '../context';
import { RenameForm } from '../../shared/ui/RenameForm';
import { RecordingRow } from './RecordingRow';

interface Props {
  readonly person: Person;
  readonly recordings: readonly RecordingSummary[];
}

/** One person's sessions. */
export function PersonCard({ person, recordings }: Props) {
  const rename = useFootage((state) => state.renamePerson);
  const remove = useFootage((state) => state.deletePerson);
  const isBusy = useFootage((state) => state.jobs.some(({ request }) => request.personId === person.id));
  const [isRenaming, setRenaming] = useState(false);
  return (
    <li className="card" data-testid="person">
      <header className="person-head">
        {isRenaming ? (
          <RenameForm
            name={person.name}
            onRename={(name) => rename(person.id, name)}
            onDone={() => setRenaming(false)}
          />
        ) : (
          <>
            <h2>{person.name}</h2>
            <button
              type="button"
              className="button button-quiet"
              aria-label={text.renamePerson(person.name)}
              onClick={() => setRenaming(true)}
            >
              {text.rename}
            </button>
            <ConfirmButton
              question={text.confirmDeletePerson(person.name, recordings.length)}
              disabled={isBusy}
              onConfirm={() => void remove(person.id)}
            >
              {common.delete} <span className="visually-hidden">{person.name}</span>
            </ConfirmButton>
          </>
        )}
      </header>
      {recordings.length === 0 ? (
        <p className="hint">{text.noRecordings}</p>
      ) : (
        <ul className="recordings">
          {recordings.map((recording) => (
            <RecordingRow key={recording.id} recording={recording} isBusy={isBusy} />
          ))}
        </ul>
      )}
    </li>
  );
}
