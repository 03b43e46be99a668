import { NAME_PREFIX } from './database';

/** What a tab tells the others. */
export type TabNews = 'everything-deleted' | 'settings-changed';

/** Between the tabs of one browser. */
export interface OtherTabs {
  tell(news: TabNews): void;
  /** Another tab has told it. */
  on(news: TabNews, listener: () => void): void;
}

/**
 * By a BroadcastChannel. Browsers without one notice a deletion at their next write (see Database),
 * and changed settings when the page is loaded anew.
 */
export function otherTabs(): OtherTabs {
  if (!('BroadcastChannel' in globalThis)) return { tell: () => undefined, on: () => undefined };
  const channel = new BroadcastChannel(NAME_PREFIX);
  return {
    tell: (news) => channel.postMessage(news),
    on(news, listener) {
      channel.addEventListener('message', ({ data }) => {
        if (data === news) listener();
      });
    },
  };
}
