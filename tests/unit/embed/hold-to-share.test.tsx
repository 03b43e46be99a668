// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HoldToShare } from '../../../src/app/embed/HoldToShare';
import { embedText as text } from '../../../src/app/messages/texts';
import { HOLD } from '../../../src/embed/frame/consent';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A browser that tells what is covered. @returns tells the button what the person can see */
function withVisibility(): (isVisible: boolean, intersectionRatio?: number) => void {
  let look: (entries: readonly object[]) => void = () => undefined;
  const observed: Element[] = [];
  vi.stubGlobal('IntersectionObserverEntry', { prototype: { isVisible: false } });
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(callback: typeof look, options: object) {
        expect(options).toMatchObject({ trackVisibility: true, delay: 100 });
        look = callback;
      }
      observe = (element: Element) => observed.push(element);
      disconnect = () => undefined;
    },
  );
  return (isVisible, intersectionRatio = 1) =>
    act(() => look(observed.map((target) => ({ target, isVisible, intersectionRatio }))));
}

function show(readOn: (() => void) | null = null): {
  readonly held: ReturnType<typeof vi.fn>;
  readonly button: HTMLElement;
} {
  const held = vi.fn<() => void>();
  const question = createRef<HTMLElement>();
  render(
    <>
      <header ref={question}>Share?</header>
      <HoldToShare question={question} readOn={readOn} onHeld={held} />
    </>,
  );
  return { held, button: screen.getByRole('button') };
}

const wait = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));
const press = (button: HTMLElement): boolean => fireEvent.pointerDown(button, { isPrimary: true, button: 0 });

describe('the button that shares', () => {
  it('is held for a second', () => {
    const { held, button } = show();
    press(button);
    wait(HOLD - 1);
    expect(held).not.toHaveBeenCalled();
    wait(1);
    expect(held).toHaveBeenCalledOnce();
  });

  it.each(['pointerUp', 'pointerLeave', 'pointerCancel', 'blur'] as const)(
    'does nothing when it is let go too early: %s',
    (end) => {
      const { held, button } = show();
      press(button);
      wait(HOLD - 1);
      fireEvent[end](button);
      fireEvent.click(button, { detail: 1 });
      wait(10 * HOLD);
      expect(held).not.toHaveBeenCalled();
    },
  );

  it.each([' ', 'Enter'])('is held by a key as well, whose repeats start nothing anew: "%s"', (key) => {
    const { held, button } = show();
    fireEvent.keyDown(button, { key });
    wait(HOLD / 2);
    fireEvent.keyDown(button, { key, repeat: true });
    wait(HOLD / 2);
    expect(held).toHaveBeenCalledOnce();
    cleanup();
    const released = show();
    fireEvent.keyDown(released.button, { key });
    fireEvent.keyUp(released.button, { key });
    wait(HOLD);
    expect(released.held).not.toHaveBeenCalled();
  });

  it('answers assistive technology, which presses with neither pointer nor key, at once', () => {
    const { held, button } = show();
    fireEvent.click(button, { detail: 0 });
    expect(held).toHaveBeenCalledOnce();
  });
});

describe('a frame too low for all that is asked', () => {
  it('reads on at every press, however long, and shares nothing', () => {
    const readOn = vi.fn<() => void>();
    const { held, button } = show(readOn);
    expect(button.textContent).toBe(text.readOn);
    press(button);
    wait(2 * HOLD);
    fireEvent.pointerUp(button);
    fireEvent.click(button, { detail: 1 });
    fireEvent.click(button, { detail: 0 });
    fireEvent.keyDown(button, { key: 'Enter' });
    wait(2 * HOLD);
    expect(readOn).toHaveBeenCalledTimes(3);
    expect(held).not.toHaveBeenCalled();
  });

  it('is not shared by the key that read on to the end and is still down', () => {
    const question = createRef<HTMLElement>();
    const held = vi.fn<() => void>();
    const shown = (readOn: (() => void) | null) => (
      <HoldToShare question={question} readOn={readOn} onHeld={held} />
    );
    const { rerender } = render(shown(vi.fn()));
    const button = screen.getByRole('button');
    fireEvent.keyDown(button, { key: 'Enter' });
    rerender(shown(null));
    fireEvent.keyDown(button, { key: 'Enter', repeat: true });
    wait(2 * HOLD);
    expect(held).not.toHaveBeenCalled();
    fireEvent.keyUp(button, { key: 'Enter' });
    fireEvent.keyDown(button, { key: 'Enter' });
    wait(HOLD);
    expect(held).toHaveBeenCalledOnce();
  });
});

describe('a frame that is covered, faded or out of view', () => {
  it('says so and shares nothing, however it is pressed', () => {
    const see = withVisibility();
    const { held, button } = show();
    for (const look of [undefined, () => see(false), () => see(true, 0.5)]) {
      look?.();
      expect(button.textContent).toBe(text.covered);
      press(button);
      wait(2 * HOLD);
      fireEvent.click(button, { detail: 0 });
    }
    expect(held).not.toHaveBeenCalled();
  });

  it('breaks off what was begun in sight', () => {
    const see = withVisibility();
    const { held, button } = show();
    see(true);
    press(button);
    wait(HOLD - 1);
    see(false);
    wait(HOLD);
    see(true);
    wait(HOLD - 1);
    expect(held, 'the second begins anew').not.toHaveBeenCalled();
    wait(1);
    expect(held).toHaveBeenCalledOnce();
  });
});
