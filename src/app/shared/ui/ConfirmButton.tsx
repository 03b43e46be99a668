import { useId, useRef, useState, type ReactNode } from 'react';
import { common } from '../strings';
import { Button } from './Button';

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
  );
}
