import { useState } from 'react';
import type { Person } from '../../../footage/recording';
import type { Learner } from '../../../profile';
import { useLearners } from '../../context';
import { useFootage } from '../context';

export const SOMEBODY_NEW = '';

/** Somebody whose footage it may be. */
export interface KnownPerson {
  /** Of the choice; a learner's is not a person's yet. */
  readonly id: string;
  readonly name: string;
  /** null: a learner of the monitor, of whom there is no footage yet. */
  readonly person: Person | null;
}

/** Everybody of whom there is footage, then the learners of whom there is none. */
export function knownPeople(
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

export interface PersonChoice {
  readonly known: readonly KnownPerson[];
  readonly id: string;
  readonly name: string;
  readonly isMissing: boolean;
  readonly choose: (id: string) => void;
  readonly write: (name: string) => void;
  /** The chosen person, added if new; null: no name was given, or it could not be kept, which is told. */
  readonly person: () => Promise<Person | null>;
}

const NOBODY: readonly Learner[] = [];

/** Whose footage is added: somebody known, or somebody new with a name. */
export function usePersonChoice(people: readonly Person[]): PersonChoice {
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
    choose(id) {
      setChosen(id);
      setMissing(false);
    },
    write(written) {
      setName(written);
      setMissing(false);
    },
    async person() {
      if (shown) return shown.person ?? add(shown.name);
      if (name.trim() === '') {
        setMissing(true);
        return null;
      }
      return add(name.trim());
    },
  };
}
