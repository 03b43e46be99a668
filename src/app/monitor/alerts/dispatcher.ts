import type { Milliseconds } from '../../../common/clock';
import { ALERT_CHANNELS, type AlertChannelName, type ChosenChannels } from '../../../profile';
import type { AlertEvent } from '../../../wakefulness/state-event';
import type { AlertChannel, StandingAlert } from './alert-channel';

/** The channels of this page; one that the browser lacks is left out. */
export type AlertChannels = Readonly<Partial<Record<AlertChannelName, AlertChannel>>>;

export interface AlertDispatcherOptions {
  readonly channels: AlertChannels;
  readonly chosen: ChosenChannels;
  /** Tells the engine; the channels are silent before it answers. */
  readonly acknowledge: () => void;
}

/** Brings alerts to the channels that the learner has chosen, and takes them away again. */
export class AlertDispatcher {
  readonly #channels: AlertChannels;
  readonly #acknowledge: () => void;
  #chosen: ChosenChannels;
  #alert: StandingAlert | null = null;
  /** The standing alert was acknowledged here, and the engine has not ended it yet. */
  #acknowledged = false;

  constructor({ channels, chosen, acknowledge }: AlertDispatcherOptions) {
    this.#channels = channels;
    this.#chosen = chosen;
    this.#acknowledge = acknowledge;
  }

  /** An event of the engine. */
  handle({ level, loudness, cause }: AlertEvent): void {
    if (level === null) {
      this.#acknowledged = false;
      this.#alert = null;
      this.#clear();
      return;
    }
    this.#alert = { level, loudness, cause };
    if (!this.#acknowledged) this.#show();
  }

  /** A heartbeat of the engine: repeats what must be repeated. */
  beat(now: Milliseconds): void {
    if (this.#alert === null || this.#acknowledged) return;
    for (const [name, channel] of this.#entries()) if (this.#chosen[name]) channel.beat?.(now);
  }

  /**
   * The learner has answered: silent at once, whatever the engine is doing. What it says of the same alert until it
   * has heard of it changes nothing.
   */
  acknowledge(): void {
    if (this.#alert === null || this.#acknowledged) return;
    this.#acknowledged = true;
    this.#clear();
    this.#acknowledge();
  }

  /** Other channels, from now on: a standing alert leaves those that are off and comes to those that are on. */
  choose(chosen: ChosenChannels): void {
    this.#chosen = chosen;
    for (const [name, channel] of this.#entries()) if (!chosen[name]) channel.clear();
    if (this.#alert !== null && !this.#acknowledged) this.#show();
  }

  /** Monitoring has ended. */
  stop(): void {
    this.#alert = null;
    this.#acknowledged = false;
    this.#clear();
  }

  #show(): void {
    const alert = this.#alert;
    if (alert === null) return;
    for (const [name, channel] of this.#entries()) if (this.#chosen[name]) channel.show(alert);
  }

  #clear(): void {
    for (const [, channel] of this.#entries()) channel.clear();
  }

  #entries(): readonly (readonly [AlertChannelName, AlertChannel])[] {
    return ALERT_CHANNELS.flatMap((name) => {
      const channel = this.#channels[name];
      return channel === undefined ? [] : [[name, channel] as const];
    });
  }
}
