import { expect, it } from 'vitest';
import { labels } from '../../../src/app/messages/texts';
import type { LabelsState } from '../../../src/app/studio/labels/labels-store';
import { actionOf } from '../../../src/app/studio/labels/use-label-keys';

const PRINTABLE = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i).toLowerCase());
const NAMED = ['Escape', 'Enter', 'Tab', 'Home', 'End', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

/** The help's names, where they differ from the browser's. */
const NAMES: Readonly<Record<string, string>> = {
  ' ': 'space',
  Escape: 'esc',
  ArrowLeft: '←',
  ArrowRight: '→',
  '-': '−',
  // The same key without Shift.
  '=': '+',
};

it('the help beside the film names every key that does something, and no other', () => {
  const press = (key: string): KeyboardEvent =>
    ({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }) as KeyboardEvent;
  const doing = [...PRINTABLE, ...NAMED].filter((key) => actionOf(press(key), {} as LabelsState) !== null);
  const told = labels.keys.flatMap(({ keys }) => keys.toLowerCase().split(/,? (?:or )?/));
  expect(told.sort()).toEqual([...new Set(doing.map((key) => NAMES[key] ?? key))].sort());
});
