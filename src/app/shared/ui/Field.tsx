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
