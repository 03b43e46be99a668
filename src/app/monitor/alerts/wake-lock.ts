/**
 * Keeps the screen on while monitoring: a screen that turns off takes the camera's light and the
 * page with it.
 */
export class ScreenWakeLock {
  readonly #document: Document;
  readonly #wakeLock: WakeLock | null;
  #wanted = false;
  #sentinel: WakeLockSentinel | null = null;
  #requesting = false;

  /** @param wakeLock the browser's; null where it has none */
  constructor(page: Document, wakeLock: WakeLock | null) {
    this.#document = page;
    this.#wakeLock = wakeLock;
  }

  get held(): boolean {
    return this.#sentinel?.released === false;
  }

  /**
   * From now on the screen stays on whenever the page is visible. Refusals (an empty battery) are
   * tried again then.
   */
  enable(): void {
    if (this.#wanted || this.#wakeLock === null) return;
    this.#wanted = true;
    this.#document.addEventListener('visibilitychange', this.#acquire);
    this.#acquire();
  }

  disable(): void {
    this.#wanted = false;
    this.#document.removeEventListener('visibilitychange', this.#acquire);
    this.#release();
  }

  /** Browsers take the lock away from hidden pages, and refuse it to them. */
  readonly #acquire = (): void => {
    const visible = this.#document.visibilityState === 'visible';
    if (!visible || this.held || this.#requesting || this.#wakeLock === null) return;
    this.#requesting = true;
    this.#wakeLock
      .request('screen')
      .then((sentinel) => {
        this.#sentinel = sentinel;
        if (!this.#wanted) this.#release();
      })
      .catch(() => undefined)
      .finally(() => (this.#requesting = false));
  };

  #release(): void {
    void this.#sentinel?.release().catch(() => undefined);
    this.#sentinel = null;
  }
}
