import type { OtherTabs, TabNews } from '../../src/storage/other-tabs';

interface Listener {
  readonly tab: OtherTabs;
  readonly news: TabNews;
  readonly hear: () => void;
}

/** The tabs of one browser, which hear each other at once. */
export class FakeTabs {
  readonly #listeners: Listener[] = [];

  open(): OtherTabs {
    const tab: OtherTabs = {
      tell: (news) => this.tell(tab, news),
      on: (news, hear) => void this.#listeners.push({ tab, news, hear }),
    };
    return tab;
  }

  tell(from: OtherTabs, told: TabNews): void {
    for (const { tab, news, hear } of this.#listeners) if (tab !== from && news === told) hear();
  }
}
