import type { AlertChannel, StandingAlert } from './dispatcher';
import type { SoundName } from './tones';

export type NotificationState = 'unavailable' | NotificationPermission;

/** A notification of the same tag takes the place of the one before. */
const TAG = 'wakeful-alert';
const REMINDER_TAG = 'wakeful-break';

interface AlertNotificationOptions {
  readonly wording: (what: SoundName) => { readonly title: string; readonly body: string };
  /** Called when the learner clicks the notification. */
  readonly acknowledge: () => void;
  /** Default: the browser's, where it has one. */
  readonly api?: typeof Notification | null;
  /** Brings the page to the front. Default: window.focus. */
  readonly focusPage?: () => void;
}

/** Not in TypeScript's DOM yet; without it a replaced notification shows up quietly. */
interface Renotifying extends NotificationOptions {
  readonly renotify: boolean;
}

/** The system's notifications, shown over the lecture. Silent: sound is another channel. */
export class AlertNotification implements AlertChannel {
  readonly #options: AlertNotificationOptions;
  #api: typeof Notification | null;
  #shown: { readonly what: SoundName; readonly notification: Notification } | null = null;

  constructor(options: AlertNotificationOptions) {
    this.#options = options;
    this.#api = options.api === undefined ? browserNotification() : options.api;
  }

  get state(): NotificationState {
    return this.#api === null ? 'unavailable' : this.#api.permission;
  }

  /** Asks the learner; call it in a click. Resolves to what they chose, or had chosen before. */
  async requestPermission(): Promise<NotificationState> {
    if (this.state === 'default') await this.#api?.requestPermission().catch(() => undefined);
    return this.state;
  }

  show({ level }: StandingAlert): void {
    this.#tell(level);
  }

  /** Monitoring has stopped by itself. */
  fail(): void {
    this.#tell('failure');
  }

  #tell(what: SoundName): void {
    if (this.#shown?.what === what || this.#api === null || this.state !== 'granted') return;
    const { title, body } = this.#options.wording(what);
    const options: Renotifying = {
      body,
      tag: TAG,
      renotify: true,
      silent: true,
      requireInteraction: what !== 'gentle',
    };
    this.clear();
    try {
      const notification = new this.#api(title, options);
      notification.onclick = () => {
        (this.#options.focusPage ?? (() => window.focus()))();
        notification.close();
        this.#options.acknowledge();
      };
      this.#shown = { what, notification };
    } catch {
      // Android's browsers have the interface, and throw: only service workers may notify there.
      this.#api = null;
    }
  }

  /** No alert, and nothing to answer: it goes away by itself. */
  remind(title: string, body: string): void {
    if (this.#api === null || this.state !== 'granted') return;
    try {
      const notification = new this.#api(title, { body, tag: REMINDER_TAG, silent: true });
      notification.onclick = () => (this.#options.focusPage ?? (() => window.focus()))();
    } catch {
      this.#api = null;
    }
  }

  clear(): void {
    this.#shown?.notification.close();
    this.#shown = null;
  }
}

const browserNotification = (): typeof Notification | null =>
  'Notification' in globalThis ? Notification : null;
