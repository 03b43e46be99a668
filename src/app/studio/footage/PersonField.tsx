import { useState } from 'react';
import type { Person } from '../../../footage/recording';
import type { Learner } from '../../../profile';
import { useLearners } from '../../context';
import { common, footage as text } from '../../messages/texts';
import { Field, NameField } from '../../shared/ui/Field';
import { useFootage } from '../context';

/** Value of the choice that stands for nobody known. */
const SOMEBODY_NEW = '';

/** Somebody whose footage it may be. */
interface KnownPerson {
  /** Of the choice; a learner's is not a person's yet. */
  readonly id: string;
  readonly name: string;
  /** null: a learner of the monitor, of whom there is no footage yet. */
  readonly person: Person | null;
}

/** Everybody of whom there is footage, then the learners of whom there is none. */
function knownPeople(
  people: readonly Person[],
  learners: readonly Pick<Learner, 'id' | 'name'>[],
): readonly KnownPerson[] {
  const names = new Set(people.map(({ name }) => name.toLowerCase()));
  return [
    ...people.map((person): KnownPerson => ({ id: person.id, name: person.name, person })),
    ...learners
      .filter(({ name }) => !names.has(name.toLowerCase()))
      .map(({ id, name }): KnownPerson => ({ id: `learner ${id}`, name, person: null })),
  ];
}

const NOBODY: readonly Learner[] = [];

/** Whose footage is added: somebody known, or somebody new with a name. */
export function usePersonChoice(people: readonly Person[]) {
  const learners = useLearners((state) => state.learners) ?? NOBODY;
  const activeId = useLearners((state) => state.activeId);
  const addPerson = useFootage((state) => state.addPerson);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [isMissing, setMissing] = useState(false);
  const known = knownPeople(people, learners);
  /** Of whom footage came last; else who learns here. */
  const likely =
    known.findLast(({ person }) => person !== null) ??
    known.find(({ id }) => id === `learner ${activeId}`) ??
    known[0];
  const shown = chosen === null ? likely : known.find(({ id }) => id === chosen);

  async function add(wanted: string): Promise<Person | null> {
    const added = await addPerson(wanted);
    if (added) {
      setChosen(added.id);
      setName('');
    }
    return added;
  }

  return {
    known,
    id: shown?.id ?? SOMEBODY_NEW,
    name,
    isMissing,
    choose(id: string): void {
      setChosen(id);
      setMissing(false);
    },
    write(written: string): void {
      setName(written);
      setMissing(false);
    },
    /** The chosen one, added if new; null: without a name, or not to be kept, which is told. */
    async person(): Promise<Person | null> {
      if (shown) return shown.person ?? add(shown.name);
      if (name.trim() === '') {
        setMissing(true);
        return null;
      }
      return add(name.trim());
    },
  };
}

export function PersonField({ choice }: { readonly choice: ReturnType<typeof usePersonChoice> }) {
  const { known, id, name, isMissing } = choice;
  return (
    <div className="fields">
      {known.length > 0 && (
        <Field label={text.who}>
          {(control) => (
            <select {...control} value={id} onChange={(event) => choice.choose(event.currentTarget.value)}>
              {known.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
              <option value={SOMEBODY_NEW}>{text.somebodyNew}</option>
            </select>
          )}
        </Field>
      )}
      {id === SOMEBODY_NEW && (
        <NameField
          label={known.length > 0 ? text.personName : text.who}
          hint={isMissing ? text.personMissing : common.sentences(text.personHint, text.consent)}
          isMissing={isMissing}
          value={name}
          testId="person-name"
          // A name that is missed is asked for where it is given.
          ref={(input) => {
            if (isMissing) input?.focus();
          }}
          onChange={(written) => choice.write(written)}
        />
      )}
    </div>
  );
}
