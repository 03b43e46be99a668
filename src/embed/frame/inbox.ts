import type { Clock } from '../../common/clock';
import { CommandSchema, read, type Command } from '../protocol';

/**
 * Messages that may come at once, and how many more each second. A page tells where its lecture
 * stands once a second at most, and its commands are few.
 */
export const BURST = 10;
export const PER_SECOND = 2;

/** Messages too many (or that are none) after which the page is no longer listened to. */
export const PATIENCE = 50;

export interface InboxOptions {
  readonly now: Clock;
  readonly onCommand: (command: Command) => void;
  /** Too much came: the port is closed for good. */
  readonly onFlood: () => void;
}

/**
 * What the course page says over its port: commands of the protocol, at a bounded rate. Anything
 * else is dropped without an answer, and a page that goes on and on loses its port.
 * @returns ends the listening
 */
export function openInbox(port: MessagePort, { now, onCommand, onFlood }: InboxOptions): () => void {
  let allowance = BURST;
  let last = now();
  let dropped = 0;

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const t = now();
    allowance = Math.min(BURST, allowance + (Math.max(0, t - last) * PER_SECOND) / 1000);
    last = t;
    // Not even looked at when there are too many.
    const command = allowance >= 1 ? read(CommandSchema, data) : null;
    allowance = Math.max(0, allowance - 1);
    if (command) {
      onCommand(command);
    } else if (++dropped > PATIENCE) {
      end();
      onFlood();
    }
  };
  const end = (): void => {
    port.onmessage = null;
    port.close();
  };
  return end;
}
