import { ConnectSchema, read } from '../protocol';

/** The frame's window, as far as the handshake needs it. */
export type HandshakeWindow = Pick<Window, 'parent' | 'addEventListener' | 'removeEventListener'>;

/**
 * Waits for the one message with which the course page hands over a port. It counts only from the
 * window that holds the frame, only from the origin that was asked for, in this version, and
 * exactly in its form. The first that counts is the only one: afterwards nothing that is said to
 * the window is listened to, so a handshake cannot be replayed. Whatever does not count is not
 * answered.
 * @param host origin of the course page, never `null`
 * @returns ends the waiting
 */
export function awaitHandshake(
  page: HandshakeWindow,
  host: string,
  accept: (port: MessagePort) => void,
): () => void {
  function hear(event: MessageEvent<unknown>): void {
    const [port, ...others] = event.ports;
    if (event.source !== page.parent || event.origin !== host) return;
    if (!port || others.length > 0 || read(ConnectSchema, event.data) === null) return;
    end();
    accept(port);
  }
  const end = (): void => page.removeEventListener('message', hear);
  page.addEventListener('message', hear);
  return end;
}
