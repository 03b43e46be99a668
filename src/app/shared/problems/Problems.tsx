import { Component, type ReactNode } from 'react';
import { messageOf } from '../../../common/errors';
import { common, crash, problemList } from '../../messages/texts';
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

interface BoundaryProps {
  readonly children: ReactNode;
}
interface Thrown {
  readonly error: unknown;
}

/** A fault in the page itself ends in a plain message, not in an empty window. */
export class ErrorBoundary extends Component<BoundaryProps, Thrown> {
  override readonly state: Thrown = { error: null };

  static getDerivedStateFromError(error: unknown): Thrown {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <main className="crash" role="alert">
        <h1>{crash.title}</h1>
        <p>{crash.text}</p>
        <Button variant="primary" onClick={() => location.reload()}>
          {common.reload}
        </Button>
        <details>
          <summary>{common.technicalDetail}</summary>
          <pre>{messageOf(error)}</pre>
        </details>
      </main>
    );
  }
}
