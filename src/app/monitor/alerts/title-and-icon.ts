import type { AlertLevel, StateEvent, WakefulnessState } from '../../../wakefulness/state-event';
import type { AlertChannel, StandingAlert } from './dispatcher';

/** What of a state shows in the tab. */
type TabState = Pick<StateEvent, 'state' | 'shown' | 'reason'>;

/** The tab's title for a state, and for an alert that stands. */
type TitleWording = (state: TabState, alert: AlertLevel | null) => string;

const NOTHING_KNOWN: TabState = { state: 'unknown', shown: 'unknown' };

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
  #state: TabState | null = null;
  #alert: AlertLevel | null = null;

  constructor(page: Document, wording: TitleWording) {
    this.#document = page;
    this.#wording = wording;
  }

  /** null: nothing is monitored; title and icon are as they were. */
  setState(state: TabState | null): void {
    const before = this.#state;
    this.#state = state;
    if (state?.shown !== before?.shown || state?.reason !== before?.reason) this.#paint();
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
    this.#document.title = this.#wording(state ?? NOTHING_KNOWN, alert);
    link.setAttribute('type', 'image/svg+xml');
    link.setAttribute('href', iconUrl(alert ?? state?.state ?? 'unknown'));
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

type IconName = WakefulnessState | AlertLevel;

/** Eyes that differ in shape, not in colour alone; the disc shows on light and dark tab strips. */
const ICONS: Readonly<Record<IconName, { readonly disc: string; readonly shape: string }>> = {
  awake: {
    disc: '#1b7f5a',
    shape:
      '<path d="M5 16q11-12 22 0q-11 12-22 0z" fill="#fff"/><circle cx="16" cy="16" r="4" fill="#1b7f5a"/>',
  },
  drowsy: {
    disc: '#a85d00',
    shape: '<path d="M5 15h22q-11 13-22 0z" fill="#fff"/><path d="M12 15a4 4 0 0 0 8 0z" fill="#a85d00"/>',
  },
  asleep: {
    disc: '#b3261e',
    shape:
      '<path d="M5 13q11 11 22 0M8 17l-3 4M16 19v5M24 17l3 4" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>',
  },
  unknown: {
    disc: '#5f6670',
    shape:
      '<g fill="#fff"><circle cx="8" cy="16" r="2.4"/><circle cx="16" cy="16" r="2.4"/><circle cx="24" cy="16" r="2.4"/></g>',
  },
  gentle: {
    disc: '#a85d00',
    shape:
      '<path d="M16 8v10" stroke="#fff" stroke-width="4" stroke-linecap="round"/><circle cx="16" cy="24" r="2.4" fill="#fff"/>',
  },
  strong: {
    disc: '#b3261e',
    shape:
      '<path d="M11 7v11M21 7v11" stroke="#fff" stroke-width="4" stroke-linecap="round"/><circle cx="11" cy="24" r="2.4" fill="#fff"/><circle cx="21" cy="24" r="2.4" fill="#fff"/>',
  },
};

/** The icon as a data URL (the policy allows `img-src data:`). */
function iconUrl(name: IconName): string {
  const { disc, shape } = ICONS[name];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="16" fill="${disc}"/>${shape}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
