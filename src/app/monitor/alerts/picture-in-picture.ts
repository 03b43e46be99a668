/**
 * The part of the interface that we use; not in TypeScript's DOM yet
 * (https://wicg.github.io/document-picture-in-picture/).
 */
interface DocumentPictureInPicture {
  readonly window: Window | null;
  requestWindow(options?: { readonly width?: number; readonly height?: number }): Promise<Window>;
}

/** The browser's, in a page of its own; null in a frame, and where the browser has none. */
export function documentPictureInPicture(page: Window): DocumentPictureInPicture | null {
  const found: unknown = Reflect.get(page, 'documentPictureInPicture');
  return page.top === page && isPictureInPicture(found) ? found : null;
}

const isPictureInPicture = (value: unknown): value is DocumentPictureInPicture =>
  typeof value === 'object' && value !== null && 'requestWindow' in value;

interface StatusWindowOptions {
  readonly title: string;
  /** CSS pixels of its content. */
  readonly width: number;
  readonly height: number;
  /** Called once, however the window was closed. */
  readonly onClose: () => void;
}

/** A small window that stays on top of the lecture. */
export interface StatusWindow {
  /** Render into it, by a React portal. */
  readonly container: HTMLElement;
  close(): void;
}

/** Attributes of <html> that the styles depend on. */
const MIRRORED = ['class', 'lang', 'dir', 'data-theme'];

/**
 * Opens the window with the page's styles; call it in a click. Only one is open at a time: a new
 * one takes the place of the one before. Rejects with the browser's DOMException (`NotAllowedError`
 * without a click).
 */
export async function openStatusWindow(
  pip: DocumentPictureInPicture,
  page: Document,
  options: StatusWindowOptions,
): Promise<StatusWindow> {
  const { title, width, height, onClose } = options;
  const opened = await pip.requestWindow({ width, height });
  const inner = opened.document;
  inner.title = title;
  copyStyles(page, opened);
  const stop = mirrorAttributes(page.documentElement, inner.documentElement);
  const container = inner.createElement('div');
  inner.body.append(container);
  opened.addEventListener(
    'pagehide',
    () => {
      stop();
      onClose();
    },
    { once: true },
  );
  return { container, close: () => opened.close() };
}

/**
 * The window has the page's content security policy: style sheets of our own origin are linked
 * again, others come as constructed sheets, which need no inline style.
 */
function copyStyles(page: Document, opened: Window): void {
  const inner = opened.document;
  const inline: CSSStyleSheet[] = [...page.adoptedStyleSheets];
  for (const sheet of page.styleSheets) {
    if (sheet.href === null) {
      inline.push(sheet);
      continue;
    }
    const link = inner.createElement('link');
    link.rel = 'stylesheet';
    link.href = sheet.href;
    link.media = sheet.media.mediaText;
    inner.head.append(link);
  }
  inner.adoptedStyleSheets = inline.map((sheet) => constructSheet(sheet, opened));
}

/** A constructed sheet belongs to the window that constructed it. */
function constructSheet(sheet: CSSStyleSheet, opened: Window): CSSStyleSheet {
  const { CSSStyleSheet: Sheet } = opened as Window & typeof globalThis;
  const copy = new Sheet({ media: sheet.media.mediaText });
  copy.replaceSync(Array.from(sheet.cssRules, (rule) => rule.cssText).join('\n'));
  return copy;
}

/** Keeps theme and language alike while both are open. Returns how to stop. */
function mirrorAttributes(from: Element, to: Element): () => void {
  const copy = () => {
    for (const name of MIRRORED) {
      const value = from.getAttribute(name);
      if (value === null) to.removeAttribute(name);
      else to.setAttribute(name, value);
    }
  };
  copy();
  const observer = new MutationObserver(copy);
  observer.observe(from, { attributes: true, attributeFilter: MIRRORED });
  return () => observer.disconnect();
}
