import type { ReactNode } from 'react';
import { common, problems, type ProblemCode } from '../../strings';

interface Props {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly heading?: 'h1' | 'h2';
  /** What can be done here and now. */
  readonly children?: ReactNode;
}

/** What went wrong, what to do about it, and the technical detail for whoever asks. */
export function Problem({ code, detail, heading: Heading = 'h2', children }: Props) {
  const { title, todo } = problems[code];
  return (
    <div className="problem" data-testid="trouble" data-code={code}>
      <Heading>{title}</Heading>
      <p>{todo}</p>
      {children && <div className="actions">{children}</div>}
      {detail && (
        <details>
          <summary>{common.technicalDetail}</summary>
          <p className="technical">{detail}</p>
        </details>
      )}
    </div>
  );
}
