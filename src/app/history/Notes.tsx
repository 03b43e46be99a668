import { useState } from 'react';
import { SECOND_MS } from '../../common/clock';
import { NOTE_LIMIT, type Session, type SessionNotes } from '../../profile';
import { notes as text } from '../messages/texts';
import { clockTime, numeral } from '../shared/format';
import { Field } from '../shared/ui/Field';
import { secondsOfClock } from './words';

interface Props {
  readonly session: Session;
  readonly onChange: (notes: SessionNotes) => void;
}

/** What the learner adds to a session; each change counts at once. */
export function Notes({ session, onChange }: Props) {
  const { note = '', hoursSlept, lectureStart, playerTimes = [] } = session;
  return (
    <section className="notes">
      <h2>{text.title}</h2>
      <div className="notes-short">
        {playerTimes.length === 0 && (
          <ParsedField
            label={text.lectureStart}
            hint={text.lectureStartHint}
            wrong={text.lectureStartWrong}
            initial={lectureStart === undefined ? '' : clockTime(lectureStart * SECOND_MS)}
            parse={secondsOfClock}
            onChange={(lectureStart) => onChange({ lectureStart })}
          />
        )}
        <ParsedField
          label={text.hoursSlept}
          hint={text.hoursSleptHint}
          wrong={text.hoursSleptWrong}
          initial={hoursSlept === undefined ? '' : numeral(hoursSlept)}
          parse={hoursOf}
          onChange={(hoursSlept) => onChange({ hoursSlept })}
        />
      </div>
      <Field label={text.note} hint={text.noteHint}>
        {(control) => (
          <textarea
            {...control}
            rows={3}
            maxLength={NOTE_LIMIT}
            value={note}
            onChange={(event) => onChange({ note: event.currentTarget.value || undefined })}
          />
        )}
      </Field>
    </section>
  );
}

/** `7`, `7.5` or `7,5`; null: it is something else. */
function hoursOf(text: string): number | null {
  const hours = /^\d{1,2}([.,]\d{1,2})?$/.test(text.trim()) ? Number(text.replace(',', '.')) : NaN;
  return hours <= 24 ? hours : null;
}

interface ParsedProps {
  readonly label: string;
  readonly hint: string;
  readonly wrong: string;
  readonly initial: string;
  readonly parse: (text: string) => number | null;
  /** undefined: it was emptied. */
  readonly onChange: (value: number | undefined) => void;
}

/** A number as people write it. What cannot be read is said once the field is left. */
function ParsedField({ label, hint, wrong, initial, parse, onChange }: ParsedProps) {
  const [value, setValue] = useState(initial);
  const [isLeft, setLeft] = useState(true);
  const isEmpty = value.trim() === '';
  const isWrong = isLeft && !isEmpty && parse(value) === null;
  return (
    <Field label={label} hint={isWrong ? wrong : hint} isWrong={isWrong}>
      {(control) => (
        <input
          {...control}
          type="text"
          autoComplete="off"
          value={value}
          aria-invalid={isWrong}
          onFocus={() => setLeft(false)}
          onBlur={() => setLeft(true)}
          onChange={(event) => {
            const written = event.currentTarget.value;
            setValue(written);
            const parsed = parse(written);
            if (parsed !== null) onChange(parsed);
            else if (written.trim() === '') onChange(undefined);
          }}
        />
      )}
    </Field>
  );
}
