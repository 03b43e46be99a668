import type { Clock, Milliseconds } from '../../common/clock';
import type { Shared } from '../protocol';

/** Shortest time between two messages of one type, ms. */
export const SHARE_EVERY: Milliseconds = 1000;

const SECOND_MS = 1000;

/** A message before it is told: the moment it leaves is its `t`. */
export type Untold = Shared extends infer Message
  ? Message extends Shared
    ? Omit<Message, 't'>
    : never
  : never;

export interface OutboxOptions {
  readonly post: (message: Shared) => void;
  readonly now: Clock;
  /** @returns takes it back */
  readonly later: (task: () => void, after: Milliseconds) => () => void;
}

/** The messages of one type that wait and were sent. */
interface Lane {
  sentAt: Milliseconds;
  waiting: Untold | null;
}

/**
 * What leaves the frame, at most one message of a type a second: the first goes at once, so an
 * alert never waits; of those that come too early only the newest is kept. Timers stall in hidden
 * pages; the next message that comes, in the worker's rhythm, then sends what waits.
 *
 * Each carries the second in which it leaves, not the one in which it happened: as they leave a
 * second apart, no two of a type have the same.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #lanes = new Map<Shared['type'], Lane>();
  readonly #timers = new Map<Shared['type'], () => void>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  offer(message: Untold): void {
    const lane = this.#lane(message.type);
    lane.waiting = message;
    this.#flush(message.type, lane);
  }

  /** Nothing leaves any more, not even what waits. */
  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#lanes.clear();
  }

  #lane(type: Shared['type']): Lane {
    const lane = this.#lanes.get(type) ?? { sentAt: -Infinity, waiting: null };
    this.#lanes.set(type, lane);
    return lane;
  }

  #flush(type: Shared['type'], lane: Lane): void {
    const { post, now, later } = this.#options;
    if (lane.waiting === null) return;
    const passed = now() - lane.sentAt;
    // A clock that was set back must not hold everything up.
    if (passed >= SHARE_EVERY || passed < 0) {
      this.#timers.get(type)?.();
      this.#timers.delete(type);
      lane.sentAt = now();
      post({ ...lane.waiting, t: Math.floor(lane.sentAt / SECOND_MS) * SECOND_MS });
      lane.waiting = null;
    } else if (!this.#timers.has(type)) {
      const cancel = later(() => {
        this.#timers.delete(type);
        this.#flush(type, lane);
      }, SHARE_EVERY - passed);
      this.#timers.set(type, cancel);
    }
  }
}
