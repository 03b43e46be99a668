import { useEffect, useRef, type RefObject } from 'react';
import { followHost } from './follow-host';

interface Drawing {
  resize(width: number): void;
  redraw(): void;
  destroy(): void;
}

/**
 * A drawing in an element: made with it, as wide as it, drawn anew in other colours, gone with it.
 * @param create the same function at every rendering: another one makes another drawing
 */
export function useChart<Chart extends Drawing>(
  create: (host: HTMLElement) => Chart,
): { readonly host: RefObject<HTMLDivElement | null>; readonly chart: RefObject<Chart | null> } {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart>(null);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const created = create(element);
    chart.current = created;
    const unfollow = followHost(
      element,
      (width) => created.resize(width),
      () => created.redraw(),
    );
    return () => {
      unfollow();
      created.destroy();
      chart.current = null;
    };
  }, [create]);
  return { host, chart };
}
