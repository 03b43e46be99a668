import { useId, useRef, useState, type ReactNode } from 'react';
import { common } from '../../strings';

interface Props {
  readonly children: ReactNode;
  /** What is asked before it happens. */
  readonly question: string;
  readonly confirm?: string;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
}

/** A button for what cannot be undone: it asks in place, with the safe answer focused. */
export function ConfirmButton({ children, question, confirm = common.delete, disabled, onConfirm }: Props) {
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
      <button
        ref={opener}
        type="button"
        className="button button-danger"
        disabled={disabled}
        onClick={() => setAsking(true)}
      >
        {children}
      </button>
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
      <button type="button" className="button" autoFocus onClick={close} aria-describedby={questionId}>
        {common.keep}
      </button>
      <button
        type="button"
        className="button button-danger-solid"
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {confirm}
      </button>
    </div>
  );
}
