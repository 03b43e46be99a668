import type { AlertLevel, WakefulnessState } from '../../../wakefulness/state-event';
import type { AlertChannel, StandingAlert } from './alert-channel';
import { iconUrl } from './icons';

/** The tab's title for a state, and for an alert that stands. */
export type TitleWording = (state: WakefulnessState, alert: AlertLevel | null) => string;

interface Original {
  readonly title: string;
  readonly href: string | null;
  readonly type: string | null;
}

/** Shows state and alert where a tab in the background can be seen: in its title and icon. */
export class TitleAndIcon implements AlertChannel {
  readonly #document: Document;
  readonly #wording: TitleWording;
  #original: Original | null = null;
  #state: WakefulnessState | null = null;
  #alert: AlertLevel | null = null;

  constructor(page: Document, wording: TitleWording) {
    this.#document = page;
    this.#wording = wording;
  }

  /** null: nothing is monitored; title and icon are as they were. */
  setState(state: WakefulnessState | null): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#paint();
  }

  show({ level }: StandingAlert): void {
    if (level === this.#alert) return;
    this.#alert = level;
    this.#paint();
  }

  clear(): void {
    if (this.#alert === null) return;
    this.#alert = null;
    this.#paint();
  }

  #paint(): void {
    const state = this.#state;
    const alert = this.#alert;
    if (state === null && alert === null) {
      this.#restore();
      return;
    }
    const link = this.#link();
    this.#original ??= {
      title: this.#document.title,
      href: link.getAttribute('href'),
      type: link.getAttribute('type'),
    };
    this.#document.title = this.#wording(state ?? 'unknown', alert);
    link.setAttribute('type', 'image/svg+xml');
    link.setAttribute('href', iconUrl(alert ?? state ?? 'unknown'));
  }

  #restore(): void {
    if (this.#original === null) return;
    const { title, href, type } = this.#original;
    this.#original = null;
    this.#document.title = title;
    const link = this.#link();
    if (href === null) link.remove();
    else link.setAttribute('href', href);
    if (type === null) link.removeAttribute('type');
    else link.setAttribute('type', type);
  }

  #link(): HTMLLinkElement {
    const found = this.#document.querySelector<HTMLLinkElement>('link[rel~="icon"]');
    if (found !== null) return found;
    const link = this.#document.createElement('link');
    link.rel = 'icon';
    this.#document.head.append(link);
    return link;
  }
}
