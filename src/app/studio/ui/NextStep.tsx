import type { ReactNode } from 'react';
import { studio as text } from '../strings';

interface Props {
  readonly children: ReactNode;
  /** The button to it; none while there is nothing to press. */
  readonly action?: ReactNode;
}

/** What to do next, on every page: nobody needs a manual. */
export function NextStep({ children, action }: Props) {
  return (
    <aside className="next-step" aria-label={text.next}>
      <p>
        <span className="next-step-word">{text.next}</span> {children}
      </p>
      {action}
    </aside>
  );
}
