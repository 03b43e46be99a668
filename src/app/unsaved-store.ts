import { createStore } from 'zustand/vanilla';
import type { Milliseconds } from '../common/clock';
import type { ProfileStorage, Unsaved } from '../profile';

/** ms between two tries to write what could not be written. */
export const RETRY_EVERY: Milliseconds = 15_000;

/**
 * Learners and sessions that are not on this device yet, because the disk is full, say. As long as
 * there are any, leaving the page is asked about.
 * @param onSaved all of them have been written
 */
export function createUnsaved(storage: ProfileStorage, onSaved: () => void) {
  const store = createStore<Unsaved>(() => storage.unsaved());
  const isEmpty = ({ learners, sessions }: Unsaved): boolean => learners.size + sessions.size === 0;
  storage.onUnsaved(() => {
    const unsaved = storage.unsaved();
    if (isEmpty(unsaved) && isEmpty(store.getState())) return;
    store.setState(unsaved);
    if (isEmpty(unsaved)) onSaved();
  });
  setInterval(() => {
    if (!isEmpty(store.getState())) void storage.retry();
  }, RETRY_EVERY);
  window.addEventListener('beforeunload', (event) => {
    if (!isEmpty(store.getState())) event.preventDefault();
  });
  return store;
}
