import type { ReactNode } from 'react';
import { common } from '../../strings';
import type { StudioProblem } from './studio-problem';

interface Props {
  readonly problem: StudioProblem | null;
  readonly onDismiss?: () => void;
  /** What can be done here and now. */
  readonly children?: ReactNode;
}

/** What went wrong in the studio, and what to do about it. The region is there before something is said in it. */
export function StudioTrouble({ problem, onDismiss, children }: Props) {
  return (
    <div role="alert" className="problems">
      {problem && (
        <div className="problem" data-testid="trouble" data-code={problem.code}>
          <h2>{problem.title}</h2>
          <p>{problem.todo}</p>
          <div className="actions">
            {children}
            {onDismiss && (
              <button type="button" className="button button-quiet" onClick={onDismiss}>
                {common.dismiss}
              </button>
            )}
          </div>
          {problem.detail && (
            <details>
              <summary>{common.technicalDetail}</summary>
              <p className="technical">{problem.detail}</p>
            </details>
          )}
        </div>
      )}
    </div>
  );
}
