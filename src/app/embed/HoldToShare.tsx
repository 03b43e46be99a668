import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import type { Milliseconds } from '../../common/clock';
import { HOLD } from '../../embed/frame/consent';
import { embedText as text } from '../messages/texts';
import { Button } from '../shared/ui/Button';

/** ms between two looks of the browser at what covers the frame; the least that it allows. */
const LOOK_EVERY: Milliseconds = 100;

/** How much of an element has to be in view; 1 would fail for fractions of a pixel. */
const IN_VIEW = 0.95;

/** Intersection Observer v2 (Chromium); not in TypeScript's DOM. */
interface VisibilityEntry extends IntersectionObserverEntry {
  readonly isVisible?: boolean;
}

/**
 * Whether the person can see the elements: in view, and neither covered, faded nor distorted by any
 * page around the frame. True where the browser cannot tell (all but Chromium's).
 */
function useInSight(elements: readonly RefObject<Element | null>[]): boolean {
  const canTell = 'IntersectionObserver' in window && 'isVisible' in IntersectionObserverEntry.prototype;
  const [inSight, setInSight] = useState(!canTell);
  useEffect(() => {
    if (!canTell) return;
    const seen = new Map<Element, boolean>();
    const options = { threshold: [0, IN_VIEW, 1], trackVisibility: true, delay: LOOK_EVERY };
    const observer = new IntersectionObserver((entries: readonly VisibilityEntry[]) => {
      for (const { target, isVisible, intersectionRatio } of entries)
        seen.set(target, isVisible === true && intersectionRatio >= IN_VIEW);
      setInSight([...seen.values()].every(Boolean));
    }, options);
    for (const { current } of elements) if (current) observer.observe(current);
    return () => observer.disconnect();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new list of the same elements
  }, [canTell]);
  return inSight;
}

const KEYS: readonly string[] = [' ', 'Enter'];

interface Props {
  /** What the person has to see while they hold the button, besides the button. */
  readonly question: RefObject<Element | null>;
  /** Goes on in what has to be read before; null once all of it was. */
  readonly readOn: (() => void) | null;
  readonly onHeld: () => void;
}

/**
 * The button that shares. A single click is not enough: pages can place this frame, invisible,
 * under something else that is clicked. It is held for a second, by pointer or key, and all that
 * time it and the question are in sight. Screen readers and other assistive technology press
 * without pointer or key, which no page can bring about: that counts at once. In a frame too low
 * for all that is asked the same button reads on first; so it keeps the focus.
 */
export function HoldToShare({ question, readOn, onHeld }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const inSight = useInSight([question, button]);
  const [isHeld, setHeld] = useState(false);

  const counts = isHeld && inSight && readOn === null;
  useEffect(() => {
    if (!counts) return;
    const timer = setTimeout(onHeld, HOLD);
    return () => clearTimeout(timer);
  }, [counts, onHeld]);

  const hold = (): void => setHeld(readOn === null);
  const release = (): void => setHeld(false);
  /** Keys make no click here: what clicks without a pointer is assistive technology. */
  const onKey = (event: KeyboardEvent): void => {
    if (!KEYS.includes(event.key)) return;
    event.preventDefault();
    if (event.type === 'keyup') release();
    // A key that is still down from reading on must not share.
    else if (!event.repeat) (readOn ?? hold)();
  };
  const onClick = ({ detail }: MouseEvent): void => {
    if (readOn !== null) readOn();
    else if (detail === 0 && inSight) onHeld();
  };
  return (
    <Button
      ref={button}
      variant="primary"
      className="button-hold"
      data-testid="agree"
      data-held={counts}
      data-read={readOn === null}
      aria-disabled={readOn === null && !inSight}
      onPointerDown={(event) => event.isPrimary && event.button === 0 && hold()}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={onKey}
      onKeyUp={onKey}
      onBlur={release}
      onClick={onClick}
    >
      {readOn ? text.readOn : inSight ? text.agree : text.covered}
    </Button>
  );
}

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
