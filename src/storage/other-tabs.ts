import { NAME_PREFIX } from './database';

const DELETED = 'everything-deleted';

/** Between the tabs of one browser. */
export interface OtherTabs {
  tellDeleted(): void;
  /** Another tab has deleted everything. */
  onDeleted(listener: () => void): void;
}

/** By a BroadcastChannel. Browsers without one notice at their next write (see Database). */
export function otherTabs(): OtherTabs {
  if (!('BroadcastChannel' in globalThis))
    return { tellDeleted: () => undefined, onDeleted: () => undefined };
  const channel = new BroadcastChannel(NAME_PREFIX);
  return {
    tellDeleted: () => channel.postMessage(DELETED),
    onDeleted(listener) {
      channel.addEventListener('message', ({ data }) => {
        if (data === DELETED) listener();
      });
    },
  };
}
