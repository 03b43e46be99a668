import type { ReactNode } from 'react';
import { studio as text } from '../../strings/studio';

/** What to do next, on every page: nobody needs a manual. */
export function NextStep({ children, action }: { readonly children: ReactNode; readonly action: ReactNode }) {
  return (
    <aside className="next-step" aria-label={text.next}>
      <p>
        <span className="next-step-word">{text.next}</span> {children}
      </p>
      {action}
    </aside>
  );
}
