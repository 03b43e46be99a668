/** A browser of its own with one page, as far as the story needs it. */
export interface Driven {
  /** Name and version. */
  readonly version: string;
  goto(url: string): Promise<void>;
  /** Value of an expression in the page; a promise is waited for. */
  evaluate(expression: string): Promise<unknown>;
  /** Clicks as a person does: in the middle of the element, scrolled into view. */
  click(selector: string): Promise<void>;
  /** A PNG of the page. */
  screenshot(): Promise<Buffer>;
  /** Requests beyond the app's origin and what else the driver heard, as sentences. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Time from one look at the page to the next, ms. */
const LOOK_EVERY = 250;

/** Waits until the page has an element. */
export async function until(driven: Driven, selector: string, timeout = 30_000): Promise<void> {
  const deadline = Date.now() + timeout;
  while ((await driven.evaluate(`document.querySelector(${JSON.stringify(selector)}) !== null`)) !== true) {
    if (Date.now() > deadline) {
      const shown = await driven.evaluate('document.body.innerText');
      throw new Error(`There is no ${selector} after ${timeout / 1000} s. The page says:\n${String(shown)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}
