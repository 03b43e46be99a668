import { useId, useState } from 'react';
import type { Person } from '../../../footage/recording';
import { NAME_LIMIT } from '../../../profile';
import { footage as text } from '../../strings/studio';
import { useFootage } from '../context';

const SOMEBODY_NEW = '';

export interface PersonChoice {
  readonly id: string;
  readonly name: string;
  readonly isMissing: boolean;
  readonly choose: (id: string) => void;
  readonly write: (name: string) => void;
  /** The chosen person, added if new; null: no name was given, or it could not be kept, which is told. */
  readonly person: () => Promise<Person | null>;
}

/** Whose footage is added: somebody known, or somebody new with a name. */
export function usePersonChoice(people: readonly Person[]): PersonChoice {
  const addPerson = useFootage((state) => state.addPerson);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [isMissing, setMissing] = useState(false);
  const known = people.find(({ id }) => id === chosen) ?? (chosen === null ? people.at(-1) : undefined);
  return {
    id: known?.id ?? SOMEBODY_NEW,
    name,
    isMissing,
    choose: setChosen,
    write(written) {
      setName(written);
      setMissing(false);
    },
    async person() {
      if (known) return known;
      if (name.trim() === '') {
        setMissing(true);
        return null;
      }
      const added = await addPerson(name.trim());
      if (added) {
        setChosen(added.id);
        setName('');
      }
      return added;
    },
  };
}

interface Props {
  readonly people: readonly Person[];
  readonly choice: PersonChoice;
}

export function PersonField({ people, choice }: Props) {
  const id = useId();
  return (
    <div className="fields">
      {people.length > 0 && (
        <div className="field">
          <label htmlFor={`${id}-who`}>{text.who}</label>
          <select
            id={`${id}-who`}
            value={choice.id}
            onChange={(event) => choice.choose(event.currentTarget.value)}
          >
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name}
              </option>
            ))}
            <option value={SOMEBODY_NEW}>{text.somebodyNew}</option>
          </select>
        </div>
      )}
      {choice.id === SOMEBODY_NEW && (
        <div className="field">
          <label htmlFor={`${id}-name`}>{people.length > 0 ? text.personName : text.who}</label>
          <input
            id={`${id}-name`}
            data-testid="person-name"
            type="text"
            maxLength={NAME_LIMIT}
            autoComplete="off"
            value={choice.name}
            aria-invalid={choice.isMissing}
            aria-describedby={`${id}-hint`}
            // A name that is missed is asked for where it is given.
            ref={(input) => {
              if (choice.isMissing) input?.focus();
            }}
            onChange={(event) => choice.write(event.currentTarget.value)}
          />
          <p className={choice.isMissing ? 'hint hint-error' : 'hint'} id={`${id}-hint`}>
            {choice.isMissing ? text.personMissing : `${text.personHint} ${text.consent}`}
          </p>
        </div>
      )}
    </div>
  );
}
