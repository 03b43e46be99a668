import type { OtherTabs } from '../../src/storage/other-tabs';

/** The tabs of one browser, which hear each other at once. */
export class FakeTabs {
  readonly #listeners = new Map<OtherTabs, () => void>();

  open(): OtherTabs {
    const tab: OtherTabs = {
      tellDeleted: () => this.tell(tab),
      onDeleted: (listener) => void this.#listeners.set(tab, listener),
    };
    return tab;
  }

  tell(from: OtherTabs): void {
    for (const [tab, listener] of this.#listeners) if (tab !== from) listener();
  }
}
