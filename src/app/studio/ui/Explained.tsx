import type { ReactNode } from 'react';

/** Beneath a setting's plain name: the field's name for it, and what it does. */
export function Explained({
  technical,
  children,
}: {
  readonly technical: string;
  readonly children: ReactNode;
}) {
  return (
    <>
      <span className="setting-term">{technical}</span> {children}
    </>
  );
}
