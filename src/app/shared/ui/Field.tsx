import { useId, useState, type ReactNode, type Ref } from 'react';
import { NAME_LIMIT } from '../../../profile';
import { common } from '../../messages/texts';
import { Button } from './Button';

interface Props {
  readonly label: string;
  readonly hint?: ReactNode;
  /** The hint says what is wrong. */
  readonly isWrong?: boolean;
  /** The control, with these attributes. */
  readonly children: (control: { readonly id: string; readonly 'aria-describedby'?: string }) => ReactNode;
}

/** A control under its label, with a hint below. */
export function Field({ label, hint, isWrong = false, children }: Props) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(hint !== undefined && { 'aria-describedby': hintId }) })}
      {hint !== undefined && (
        <p className={isWrong ? 'hint hint-error' : 'hint'} id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface NameProps {
  readonly label: string;
  readonly hint: string;
  /** The hint asks for the name. */
  readonly isMissing?: boolean;
  readonly value: string;
  readonly testId: string;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onChange: (name: string) => void;
}

/** Somebody's name. */
export function NameField({ label, hint, isMissing = false, value, testId, ref, onChange }: NameProps) {
  return (
    <Field label={label} hint={hint} isWrong={isMissing}>
      {(control) => (
        <input
          {...control}
          ref={ref}
          data-testid={testId}
          type="text"
          maxLength={NAME_LIMIT}
          autoComplete="off"
          value={value}
          aria-invalid={isMissing}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface CheckProps {
  readonly checked: boolean;
  readonly testId?: string;
  readonly onChange: (on: boolean) => void;
  readonly children: ReactNode;
}

/** A box to tick, and what that means. */
export function Check({ checked, testId, onChange, children }: CheckProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        data-testid={testId}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {children}
    </label>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

/** A setting that is on or off. */
export function Switch({ label, hint, checked, disabled, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="field-row">
      <div>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <div className="hint" id={`${id}-hint`}>
            {hint}
          </div>
        )}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="switch"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  /** null: none of them. */
  readonly value: T | null;
  readonly onChange: (value: T) => void;
}

/** A choice of one among few, side by side. */
export function Segments<T extends string>({ label, options, value, onChange }: SegmentsProps<T>) {
  const name = useId();
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The same with its label beside it. */
export function SegmentsField<T extends string>(props: SegmentsProps<T>) {
  return (
    <div className="field-row">
      <span>{props.label}</span>
      <Segments {...props} />
    </div>
  );
}

interface RenameProps {
  readonly name: string;
  readonly onRename: (name: string) => Promise<void>;
  readonly onDone: () => void;
}

/** Another name for a learner, a person or a model. */
export function RenameForm({ name, onRename, onDone }: RenameProps) {
  const [value, setValue] = useState(name);
  const id = useId();
  return (
    <form
      className="rename"
      onSubmit={(event) => {
        event.preventDefault();
        void onRename(value.trim()).then(onDone);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <label htmlFor={id}>{common.newName}</label>
      <input
        id={id}
        type="text"
        autoFocus
        required
        maxLength={NAME_LIMIT}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button type="submit" variant="primary" disabled={value.trim() === ''}>
        {common.save}
      </Button>
      <Button onClick={onDone}>{common.cancel}</Button>
    </form>
  );
}
