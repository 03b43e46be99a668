import type { Milliseconds } from '../../common/clock';
import type { AlertEvent, StateEvent } from '../../wakefulness/state-event';
import type { SessionSummary } from '../../wakefulness/summary';
import type { SaidMoment, Session, SessionTimeline } from './session';
import type { SessionRecorder } from './session-recorder';

/** A session as it is shown: its numbers and its seconds. */
export interface ShownSession {
  readonly summary: SessionSummary;
  readonly timeline: SessionTimeline;
}

export type EndedSession = ShownSession & { readonly session: Session };

type Entry = (recorder: SessionRecorder) => void;

/** Takes events from the first moment on, and hands them to the recorder once it is open. */
export class SessionTape {
  readonly #opening: Promise<SessionRecorder>;
  #recorder: SessionRecorder | null = null;
  #waiting: Entry[] = [];

  constructor(opening: Promise<SessionRecorder>) {
    this.#opening = opening.then((recorder) => {
      this.#recorder = recorder;
      for (const entry of this.#waiting) entry(recorder);
      this.#waiting = [];
      return recorder;
    });
  }

  /** null until the recorder is open. */
  get recording(): ShownSession | null {
    const recorder = this.#recorder;
    return recorder && { summary: recorder.summary, timeline: recorder.timeline };
  }

  state(event: StateEvent): void {
    this.#enter((recorder) => recorder.state(event));
  }

  alert(event: AlertEvent): void {
    this.#enter((recorder) => recorder.alert(event));
  }

  correct(said: SaidMoment['said']): void {
    this.#enter((recorder) => recorder.correct(said));
  }

  playerTime(seconds: number): void {
    this.#enter((recorder) => recorder.playerTime(seconds));
  }

  /** Writes what is new now, for the page may go away. */
  save(): void {
    this.#enter((recorder) => void recorder.save());
  }

  async end(t: Milliseconds): Promise<EndedSession> {
    const recorder = await this.#opening;
    const session = await recorder.end(t);
    return { session, summary: recorder.summary, timeline: recorder.timeline };
  }

  /** Goes on after it ended. */
  async reopen(): Promise<void> {
    await (await this.#opening).open();
  }

  #enter(entry: Entry): void {
    if (this.#recorder) entry(this.#recorder);
    else this.#waiting.push(entry);
  }
}
