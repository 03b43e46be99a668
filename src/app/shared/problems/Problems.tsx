import type { ReactNode } from 'react';
import { common, problemList } from '../../messages/texts';
import { Button } from '../ui/Button';
import type { Problem } from './problem';

interface CardProps {
  readonly problem: Problem;
  readonly heading?: 'h1' | 'h2';
  readonly onDismiss?: (() => void) | undefined;
  /** What can be done here and now. */
  readonly children?: ReactNode;
}

/** What went wrong, what to do about it, and the technical detail for whoever asks. */
export function ProblemCard({ problem, heading: Heading = 'h2', onDismiss, children }: CardProps) {
  const { code, title, todo, detail } = problem;
  return (
    <div className="problem" data-testid="trouble" data-code={code}>
      <Heading>{title}</Heading>
      <p>{todo}</p>
      {(Boolean(children) || onDismiss) && (
        <div className="actions">
          {children}
          {onDismiss && (
            <Button variant="quiet" onClick={onDismiss}>
              {common.dismiss}
            </Button>
          )}
        </div>
      )}
      {detail && (
        <details>
          <summary>{common.technicalDetail}</summary>
          <p className="technical">{detail}</p>
        </details>
      )}
    </div>
  );
}

interface ListProps {
  readonly problems: readonly Problem[];
  readonly dismiss: (code: string) => void;
}

/** What is wrong while everything goes on. The region is there before it says something. */
export function ProblemList({ problems, dismiss }: ListProps) {
  return (
    <div role="status" aria-label={problemList.label} className="problems">
      {problems.map((problem) => (
        <ProblemCard key={problem.code} problem={problem} onDismiss={() => dismiss(problem.code)} />
      ))}
    </div>
  );
}

interface AlertProps extends Omit<CardProps, 'problem'> {
  readonly problem: Problem | null;
}

/** What went wrong with something just done. The region is there before something is said in it. */
export function ProblemAlert({ problem, ...card }: AlertProps) {
  return (
    <div role="alert" className="problems">
      {problem && <ProblemCard problem={problem} {...card} />}
    </div>
  );
}
