import { useId } from 'react';
import type { Learner } from '../../profile';
import { welcome as text } from './strings';
import { dateAndTime } from '../shared/format';

/** The choice that is nobody's id. */
export const SOMEBODY_NEW = '';

interface Props {
  readonly learners: readonly Learner[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** Who is learning: one of those enrolled here, or somebody new. */
export function LearnerPicker({ learners, value, onChange }: Props) {
  const name = useId();
  return (
    <fieldset className="picker">
      <legend className="visually-hidden">{text.who}</legend>
      {learners.map((learner) => (
        <label key={learner.id} className="picker-option">
          <input
            type="radio"
            name={name}
            checked={value === learner.id}
            onChange={() => onChange(learner.id)}
          />
          <span className="picker-name">{learner.name}</span>
          <span className="hint">{text.since(dateAndTime(learner.createdAt))}</span>
        </label>
      ))}
      <label className="picker-option">
        <input
          type="radio"
          name={name}
          checked={value === SOMEBODY_NEW}
          onChange={() => onChange(SOMEBODY_NEW)}
        />
        <span className="picker-name">{text.newLearner}</span>
      </label>
    </fieldset>
  );
}
