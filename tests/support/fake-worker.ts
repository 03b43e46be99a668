import { expose } from 'comlink';

/** A worker in this thread, which can be made to hang. */
export class FakeWorker extends EventTarget {
  isTerminated = false;
  #hangs = false;
  readonly #channel = new MessageChannel();

  constructor(service: object) {
    super();
    const { port1, port2 } = this.#channel;
    expose(service, port2);
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!this.#hangs) this.dispatchEvent(new MessageEvent('message', { data }));
    };
  }

  hang(): void {
    this.#hangs = true;
  }

  /** As when it runs out of memory. */
  crash(): void {
    this.dispatchEvent(new Event('error'));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!this.#hangs && !(message instanceof MessagePort)) this.#channel.port1.postMessage(message, transfer);
  }

  terminate(): void {
    this.isTerminated = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
  }
}
