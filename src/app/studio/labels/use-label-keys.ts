import { useEffect } from 'react';
import { useLabelsStore } from './context';
import { SPEEDS, type LabelsState } from './labels-store';

const TYPING = 'input:not([type="range"], [type="radio"], [type="checkbox"]), select, textarea';

/** What a key does for itself where it has the focus: it must not be taken away. */
const PRESSES = 'button, a, summary, label, input, [role="radio"]';

/** Goes to the next second that Wakeful is unsure of. */
export const NEXT_KEY = 'n';

/** @returns null where the key means nothing here */
export function actionOf(
  { key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent,
  state: LabelsState,
): (() => void) | null {
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === 'z') return shiftKey ? state.redo : state.undo;
    return key.toLowerCase() === 'y' ? state.redo : null;
  }
  const faster = (by: number) => () => {
    const at = SPEEDS.findIndex((speed) => speed === state.speed);
    state.setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + by))]!);
  };
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case ' ':
      return () => state.play(!state.isPlaying);
    case 'a':
      return () => state.hold('awake');
    case 'd':
      return () => state.hold('drowsy');
    case 's':
      return () => state.hold('asleep');
    case 'x':
      return () => state.hold(null);
    case 'Escape':
      return state.release;
    case 'ArrowLeft':
      return () => state.step(-1, shiftKey);
    case 'ArrowRight':
      return () => state.step(1, shiftKey);
    case 'u':
    case 'z':
      return state.undo;
    case 'y':
      return state.redo;
    case NEXT_KEY:
      return state.next;
    case 'e':
      return state.acceptHere;
    case '[':
      return () => state.nudgeNearest(-1);
    case ']':
      return () => state.nudgeNearest(1);
    case '-':
      return faster(-1);
    case '+':
    case '=':
      return faster(1);
    default:
      return null;
  }
}

/** Whether the element with the focus needs this key for itself. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches(TYPING)) return true;
  if (target.matches('input[type="radio"], input[type="range"]') && key.startsWith('Arrow')) return true;
  return key === ' ' && target.closest(PRESSES) !== null;
}

/** The page's keys: one hand labels while the film plays. */
export function useLabelKeys(): void {
  const store = useLabelsStore();
  useEffect(() => {
    function press(event: KeyboardEvent): void {
      if (event.defaultPrevented || !store.getState().recording || isTaken(event.target, event.key)) return;
      const action = actionOf(event, store.getState());
      if (!action) return;
      event.preventDefault();
      action();
    }
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [store]);
}
