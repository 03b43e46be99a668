import { useLayoutEffect, useState, type RefObject } from 'react';

/** px that may be missing to the end: heights have fractions, and scrolling stops at whole ones. */
const SLACK = 1;

const isAtEnd = ({ scrollTop, clientHeight, scrollHeight }: Element): boolean =>
  scrollHeight - clientHeight - scrollTop <= SLACK;

/**
 * Whether a text that may be longer than its place has been scrolled to its end. A frame of another
 * size begins anew: a page could let it be read where nobody looks, and make it small then.
 */
export function useReading(text: RefObject<HTMLElement | null>): {
  readonly isRead: boolean;
  /** Scrolls on, so far that the last line in sight becomes the first. */
  readonly readOn: () => void;
} {
  const [isRead, setRead] = useState(false);
  useLayoutEffect(() => {
    const { current } = text;
    if (current === null) return;
    const begin = (): void => setRead(isAtEnd(current));
    const go = (): void => setRead((before) => before || isAtEnd(current));
    begin();
    // Of the frame, not of the text: that shrinks when the words of the button under it grow.
    window.addEventListener('resize', begin);
    current.addEventListener('scroll', go, { passive: true });
    return () => {
      window.removeEventListener('resize', begin);
      current.removeEventListener('scroll', go);
    };
  }, [text]);
  return {
    isRead,
    readOn() {
      const { current } = text;
      if (current === null) return;
      current.scrollBy({ top: Math.max(current.clientHeight - lineOf(current), lineOf(current)) });
    },
  };
}

/** px of a line. */
const lineOf = (text: Element): number => Number.parseFloat(getComputedStyle(text).lineHeight) || 0;
