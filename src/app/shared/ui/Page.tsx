import type { ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  readonly lead?: string | null | undefined;
  /** Beside `page`. */
  readonly className?: string;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** A page under its heading and what it is for. */
export function Page({ title, lead, className, testId, children }: PageProps) {
  return (
    <div className={className ? `page ${className}` : 'page'} data-testid={testId}>
      <PageHead title={title} lead={lead} />
      {children}
    </div>
  );
}

export function PageHead({ title, lead }: Pick<PageProps, 'title' | 'lead'>) {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {lead && <p className="lead">{lead}</p>}
    </header>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** Where a list would be: nothing yet, and the way to something. */
export function Empty({ title, text, children }: EmptyProps) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{text}</p>
      {children && <p>{children}</p>}
    </div>
  );
}
