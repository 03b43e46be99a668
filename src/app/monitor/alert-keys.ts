import { useEffect } from 'react';
import { useMonitor } from '../context';

/** Keys that answer an alert, wherever the focus is. */
const ANSWERS: readonly string[] = [' ', 'Enter', 'Escape'];

const isTyping = (target: EventTarget | null): boolean =>
  target !== null && 'tagName' in target && ['INPUT', 'TEXTAREA', 'SELECT'].includes(String(target.tagName));

/** While an alert stands, Space, Enter and Escape answer it. Whoever types into a field answers with Escape alone. */
export function useAlertKeys(page: Document): void {
  const isRaised = useMonitor((monitor) => (monitor.alert?.level ?? null) !== null);
  const acknowledge = useMonitor((monitor) => monitor.acknowledge);

  useEffect(() => {
    if (!isRaised) return;
    function answer(event: KeyboardEvent): void {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      if (!ANSWERS.includes(event.key) || (event.key !== 'Escape' && isTyping(event.target))) return;
      event.preventDefault();
      event.stopPropagation();
      acknowledge();
    }
    page.addEventListener('keydown', answer, { capture: true });
    return () => page.removeEventListener('keydown', answer, { capture: true });
  }, [page, isRaised, acknowledge]);
}
