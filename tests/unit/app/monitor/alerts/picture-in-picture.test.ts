// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { alertCapabilities } from '../../../../../src/app/monitor/alerts/alert-outputs';
import {
  documentPictureInPicture,
  openStatusWindow,
} from '../../../../../src/app/monitor/alerts/picture-in-picture';

/** jsdom has no constructed style sheets; this one keeps what it was told. */
class FakeSheet {
  text = '';
  replaceSync(text: string): void {
    this.text = text;
  }
}

function fakePip() {
  const target = new EventTarget();
  const close = vi.fn(() => target.dispatchEvent(new Event('pagehide')));
  const own = { document: document.implementation.createHTMLDocument(), CSSStyleSheet: FakeSheet, close };
  const opened = Object.assign(target, own) as unknown as Window;
  const requestWindow = vi.fn(() => Promise.resolve(opened));
  return { opened, close, pip: { window: null, requestWindow } };
}

const options = { title: 'Wakeful', width: 300, height: 180, onClose: () => undefined };

beforeEach(() => {
  document.documentElement.setAttribute('lang', 'en');
  document.documentElement.setAttribute('data-theme', 'dark');
  document.head.innerHTML =
    '<link rel="stylesheet" href="http://localhost/app.css" media="screen"><style>.dot { color: red; }</style>';
  document.body.innerHTML = '';
  // jsdom loads no sheets without resources; the linked one is put where a browser has it.
  const linked = { href: 'http://localhost/app.css', media: { mediaText: 'screen' } };
  const inline = document.querySelector('style')!.sheet!;
  vi.spyOn(document, 'styleSheets', 'get').mockReturnValue([linked, inline] as unknown as StyleSheetList);
  Object.defineProperty(document, 'adoptedStyleSheets', {
    configurable: true,
    value: [{ media: { mediaText: '' }, cssRules: [{ cssText: '.pip { margin: 0 }' }] }],
  });
});

describe('the small window', () => {
  it('has the page’s styles: links for files, constructed sheets for the rest, nothing inline', async () => {
    const { opened, pip } = fakePip();
    await openStatusWindow(pip, document, options);
    const inner = opened.document;
    expect(pip.requestWindow).toHaveBeenCalledWith({ width: 300, height: 180 });
    const links = [...inner.querySelectorAll('link')].map(({ rel, href, media }) => [rel, href, media]);
    expect(links).toEqual([['stylesheet', 'http://localhost/app.css', 'screen']]);
    expect(inner.querySelector('style')).toBeNull();
    const sheets = inner.adoptedStyleSheets as unknown as FakeSheet[];
    expect(sheets.map(({ text }) => text.replaceAll(/\s+/g, ''))).toEqual([
      '.pip{margin:0}',
      '.dot{color:red;}',
    ]);
  });

  it('has a container, a title, and the page’s language and theme, which it follows', async () => {
    const { opened, pip } = fakePip();
    const { container } = await openStatusWindow(pip, document, options);
    const root = opened.document.documentElement;
    expect(container.ownerDocument).toBe(opened.document);
    expect(container.isConnected).toBe(true);
    expect(opened.document.title).toBe('Wakeful');
    expect([root.lang, root.dataset['theme']]).toEqual(['en', 'dark']);
    document.documentElement.setAttribute('data-theme', 'light');
    await Promise.resolve();
    expect(root.dataset['theme']).toBe('light');
  });

  it('tells once that it was closed, by us or by the learner, and then follows no more', async () => {
    const { opened, close, pip } = fakePip();
    const onClose = vi.fn();
    const status = await openStatusWindow(pip, document, { ...options, onClose });
    status.close();
    close();
    expect(onClose).toHaveBeenCalledTimes(1);
    document.documentElement.setAttribute('data-theme', 'light');
    await Promise.resolve();
    expect(opened.document.documentElement.dataset['theme']).toBe('dark');
  });

  it('without a click is refused with the browser’s own error', async () => {
    const { pip } = fakePip();
    pip.requestWindow.mockRejectedValue(new DOMException('no click', 'NotAllowedError'));
    await expect(openStatusWindow(pip, document, options)).rejects.toEqual(
      expect.objectContaining({ name: 'NotAllowedError' }),
    );
  });
});

describe('capabilities', () => {
  const page = (own: object, navigator: object, framed = false) => {
    const made: Record<string, unknown> = { ...own, navigator };
    made['top'] = framed ? {} : made;
    return made as unknown as Window;
  };
  const pip = { requestWindow: () => undefined };

  it('are those of this browser', () => {
    const everything = page(
      { AudioContext: 1, Notification: 1, documentPictureInPicture: pip },
      { vibrate: 1, maxTouchPoints: 5, wakeLock: 1 },
    );
    expect(Object.values(alertCapabilities(everything))).toEqual(Array(5).fill(true));
    expect(Object.values(alertCapabilities(page({}, {})))).toEqual(Array(5).fill(false));
  });

  it('know that desktops do not shake, and that frames open no window', () => {
    expect(alertCapabilities(page({}, { vibrate: 1, maxTouchPoints: 0 })).vibration).toBe(false);
    expect(documentPictureInPicture(page({ documentPictureInPicture: pip }, {}, true))).toBeNull();
    expect(documentPictureInPicture(page({ documentPictureInPicture: pip }, {}))).toBe(pip);
  });
});
