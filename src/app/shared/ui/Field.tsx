import { useId, type ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
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
