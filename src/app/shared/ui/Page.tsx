import { useEffect, useState, type ReactNode } from 'react';

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

/** The row that names a table's columns. */
export function TableHead({ columns }: { readonly columns: readonly string[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column, i) => (
          <th key={i} scope="col">
            {column}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface KeysProps {
  readonly keys: readonly { readonly keys: string; readonly does: string }[];
}

/** What the keys do. */
export function KeyList({ keys }: KeysProps) {
  return (
    <dl className="keys">
      {keys.map((each) => (
        <div key={each.keys}>
          <dt>{each.keys}</dt>
          <dd>{each.does}</dd>
        </div>
      ))}
    </dl>
  );
}

interface MeterProps {
  readonly label: string;
  /** Fraction; null where it is not known. */
  readonly value: number | null;
  readonly text: string;
  /** Fraction at the end of the bar. */
  readonly most?: number;
  /** Fraction up to which it is normal; marked on the bar. */
  readonly normal?: number;
}

/** A fraction as a number and a bar. */
export function Meter({ label, value, text, most = 1, normal = 0 }: MeterProps) {
  return (
    <div className="meter">
      <span className="meter-label">{label}</span>
      <span className="meter-value">{text}</span>
      <span className="meter-track" aria-hidden="true">
        {normal > 0 && <span className="meter-normal" style={{ width: `${(100 * normal) / most}%` }} />}
        <span className="meter-bar" style={{ transform: `scaleX(${Math.min(1, (value ?? 0) / most)})` }} />
      </span>
    </div>
  );
}

/** What `read` tells of `id`; undefined while it is being read. */
export function useRead<T>(read: (id: string) => Promise<T>, id: string): T | undefined {
  const [found, setFound] = useState<T>();
  useEffect(() => {
    let current = true;
    void read(id).then((value) => current && setFound(value));
    return () => {
      current = false;
    };
  }, [id, read]);
  return found;
}
