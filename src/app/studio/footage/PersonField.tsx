import { useId } from 'react';
import { NAME_LIMIT } from '../../../profile';
import { footage as text } from '../strings';
import { SOMEBODY_NEW, type PersonChoice } from './person-choice';

export function PersonField({ choice }: { readonly choice: PersonChoice }) {
  const id = useId();
  const hasKnown = choice.known.length > 0;
  return (
    <div className="fields">
      {hasKnown && (
        <div className="field">
          <label htmlFor={`${id}-who`}>{text.who}</label>
          <select
            id={`${id}-who`}
            value={choice.id}
            onChange={(event) => choice.choose(event.currentTarget.value)}
          >
            {choice.known.map((known) => (
              <option key={known.id} value={known.id}>
                {known.name}
              </option>
            ))}
            <option value={SOMEBODY_NEW}>{text.somebodyNew}</option>
          </select>
        </div>
      )}
      {choice.id === SOMEBODY_NEW && (
        <div className="field">
          <label htmlFor={`${id}-name`}>{hasKnown ? text.personName : text.who}</label>
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
