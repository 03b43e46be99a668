import { useId, useRef, useState, type ComponentProps, type ReactNode } from 'react';
import { common } from '../../messages/texts';

interface ButtonProps extends ComponentProps<'button'> {
  /** The way on, something by the way, what cannot be undone, the answer to an alert. */
  readonly variant?: 'primary' | 'quiet' | 'danger' | 'danger-solid' | 'answer' | undefined;
}

/** A button. Inside of a form it does not send that, unless its type is `submit`. */
export function Button({ variant, className, type = 'button', ...rest }: ButtonProps) {
  const classes = ['button', variant && `button-${variant}`, className].filter(Boolean).join(' ');
  return <button type={type} className={classes} {...rest} />;
}

interface ConfirmProps {
  readonly children: ReactNode;
  /** What is asked before it happens. */
  readonly question: string;
  readonly confirm?: string;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
}

/** A button for what cannot be undone: it asks in place, with the safe answer focused. */
export function ConfirmButton({
  children,
  question,
  confirm = common.delete,
  disabled,
  onConfirm,
}: ConfirmProps) {
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const questionId = useId();

  function close(): void {
    setAsking(false);
    // The buttons just pressed go away; focus must not be lost with them.
    requestAnimationFrame(() => opener.current?.focus());
  }

  if (!asking) {
    return (
      <Button ref={opener} variant="danger" disabled={disabled} onClick={() => setAsking(true)}>
        {children}
      </Button>
    );
  }
  return (
    <div
      className="confirm"
      role="group"
      aria-labelledby={questionId}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <span id={questionId}>{question}</span>
      <div className="actions">
        <Button autoFocus onClick={close} aria-describedby={questionId}>
          {common.keep}
        </Button>
        <Button
          variant="danger-solid"
          onClick={() => {
            setAsking(false);
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </div>
    </div>
  );
}
