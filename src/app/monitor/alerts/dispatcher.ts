import type { Milliseconds } from '../../../common/clock';
import { ALERT_CHANNELS, type AlertChannelName, type ChosenChannels } from '../../../profile';
import type { AlertEvent, AlertLevel } from '../../../wakefulness/state-event';

/** An alert that stands. */
export interface StandingAlert {
  readonly level: AlertLevel;
  /** 0..1; rises while a strong alert stays unacknowledged. */
  readonly loudness: number;
  readonly cause: AlertEvent['cause'];
}

/** One way in which an alert reaches the learner. */
export interface AlertChannel {
  /** The alert stands, or has changed. Called again for the same alert, it must not begin anew. */
  show(alert: StandingAlert): void;
  /** No alert stands (any more): silence at once. */
  clear(): void;
  /**
   * About once a second while an alert stands, by the worker's events: page timers stall in hidden
   * tabs.
   */
  beat?(now: Milliseconds): void;
}

/** The channels of this page; one that the browser lacks is left out. */
type AlertChannels = Readonly<Partial<Record<AlertChannelName, AlertChannel>>>;

/** Brings alerts to the channels that the learner has chosen, and takes them away again. */
export class AlertDispatcher {
  readonly #channels: AlertChannels;
  #chosen: ChosenChannels;
  #alert: StandingAlert | null = null;
  /** The standing alert was acknowledged here, and the engine has not ended it yet. */
  #acknowledged = false;

  constructor(channels: AlertChannels, chosen: ChosenChannels) {
    this.#channels = channels;
    this.#chosen = chosen;
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
   * The learner has answered: silent at once, whatever the engine is doing. What it says of the
   * same alert until it has heard of it changes nothing.
   * @returns whether there was something to answer; the engine is then to be told
   */
  acknowledge(): boolean {
    if (this.#alert === null || this.#acknowledged) return false;
    this.#acknowledged = true;
    this.#clear();
    return true;
  }

  /** Other channels: a standing alert leaves those that are off and comes to those that are on. */
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
