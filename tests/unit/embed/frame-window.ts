import type { HandshakeWindow } from '../../../src/embed/frame/handshake';
import type { FrameWindow } from '../../../src/embed/frame/refusal';

export const COURSE = 'https://course.example';
export const WAKEFUL = 'https://wakeful.example';

export interface Said {
  readonly data?: unknown;
  readonly origin?: string;
  readonly source?: unknown;
  readonly ports?: readonly MessagePort[];
}

/** The frame's window inside a course page, and what is said to it. */
export class FakeFrame extends EventTarget {
  readonly parent = {} as Window;
  readonly isSecureContext: boolean = true;
  readonly document = { featurePolicy: { allowsFeature: () => this.passesCamera } } as unknown as Document;
  readonly location: FrameWindow['location'];
  passesCamera = true;

  constructor(more: Partial<FrameWindow['location']> = {}) {
    super();
    this.location = { search: `?host=${encodeURIComponent(COURSE)}`, origin: WAKEFUL, ...more };
  }

  get window(): FrameWindow & HandshakeWindow {
    return this;
  }

  /** A good handshake, but for what is said otherwise. @returns the page's end of the channel */
  say(said: Said = {}): { readonly port: MessagePort; readonly heard: unknown[] } {
    const { port1, port2 } = new MessageChannel();
    const heard: unknown[] = [];
    port1.onmessage = ({ data }) => heard.push(data);
    const event = new Event('message');
    Object.assign(event, {
      data: { type: 'wakeful:connect', version: 1 },
      origin: COURSE,
      source: this.parent,
      ports: [port2],
      ...said,
    });
    this.dispatchEvent(event);
    return { port: port1, heard };
  }
}

/** A port whose messages arrive at once. */
export class FakePort {
  readonly heard: unknown[] = [];
  isClosed = false;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;

  get port(): MessagePort {
    return this as unknown as MessagePort;
  }

  postMessage(message: unknown): void {
    this.heard.push(structuredClone(message));
  }

  close(): void {
    this.isClosed = true;
  }

  /** The other side says something. */
  say(data: unknown): void {
    if (!this.isClosed) this.onmessage?.({ data });
  }
}

/** A clock with timers that go off when it is moved on. */
export class FakeTime {
  now: number;
  readonly #tasks = new Map<() => void, number>();

  constructor(now = 0) {
    this.now = now;
  }

  readonly later = (task: () => void, after: number): (() => void) => {
    this.#tasks.set(task, this.now + after);
    return () => this.#tasks.delete(task);
  };

  pass(ms: number): void {
    this.now += ms;
    for (const [task, at] of [...this.#tasks]) if (at <= this.now && this.#tasks.delete(task)) task();
  }
}

/**
 * Lets messages that are under way arrive: one sent now over another channel arrives after them.
 */
export async function delivered(): Promise<void> {
  for (let round = 0; round < 3; round++)
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
}
