import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { BackboneId } from '../../common/backbone-ids';
import type { Clock, Milliseconds } from '../../common/clock';
import { turnedBy } from '../../common/turns';
import type { Engine } from '../../engine/engine-api';
import type {
  AdoptedCheckpoint,
  BackendName,
  CameraSettings,
  EngineEvent,
  Enrolment,
  PrepareOptions,
} from '../../engine/protocol';
import type { Learner, SaidMoment, Session, SessionRecorder, ShownSession } from '../../profile';
import { SessionTape } from '../../profile/history/session-tape';
import { BreakClock, type BreakReason } from '../../wakefulness/breaks';
import type { StateEvent } from '../../wakefulness/state-event';
import { toProblem, withoutProblem, withProblem } from '../shared/problems/problem';
import type { AlertOutputs } from './alerts/alert-outputs';
import { afterEvent, afterFatal, nothingYet, unknownState, type EngineView } from './monitor-events';
import { isRunning } from './phase';

/** ms without a state after which the last one is no longer shown; one comes every second. */
export const STALE_AFTER: Milliseconds = 5_000;

/** ms between two looks at how old the state is. */
const FRESHNESS_CHECK: Milliseconds = 1_000;

/** Who is to be monitored. */
export interface StartRequest {
  /** null: a new learner, to be enrolled under `name`. */
  readonly learner: Learner | null;
  readonly name: string;
  /** What is measured anew of a known learner: nothing, eyes and head, or the face too. */
  readonly measure: 'nothing' | 'eyes' | 'all';
}

/** What the page knows besides what the engine tells. */
export interface MonitorData extends EngineView {
  readonly request: StartRequest | null;
  /** The camera's picture while there is one. */
  readonly stream: MediaStream | null;
  readonly paused: boolean;
  /** The learner does not want to see the camera's picture. */
  readonly pictureHidden: boolean;
  /** A session is being recorded; a trouble interrupts it and does not end it. */
  readonly inSession: boolean;
  /** The session so far; null before its record is open. */
  readonly recording: ShownSession | null;
  /** The session that ended. */
  readonly ended: Session | null;
  /** A break is due. */
  readonly breakDue: BreakDue | null;
}

export interface BreakDue {
  readonly reason: BreakReason;
  /** ms since the last break. */
  readonly worked: Milliseconds;
}

interface MonitorParts {
  readonly engine: Engine;
  /** Milliseconds since the epoch. */
  readonly now: Clock;
  /** `?backend=`. */
  readonly backend: BackendName | null;
  readonly camera: () => CameraSettings;
  readonly backbone: () => BackboneId;
  /** The adopted checkpoint, if it is one of this backbone. Never rejects. */
  readonly checkpoint: (backbone: BackboneId) => Promise<AdoptedCheckpoint | null>;
  /** Opens the record of a session that begins. Never rejects. */
  readonly record: (learnerId: string | null) => Promise<SessionRecorder>;
  /** Keeps what an enrolment found. Never rejects. */
  readonly keep: (enrolment: Enrolment, who: { id: string | null; name: string }) => Promise<Learner | null>;
  readonly alerts: Pick<AlertOutputs, 'handle' | 'acknowledge' | 'onAnswer' | 'fail' | 'remind'>;
  /** Keeps pictures of the last seconds, if the learner wants that. Never rejects. */
  readonly keepMoment: (said: SaidMoment['said'], learner: Learner | null) => Promise<void>;
  /** ms of learning after which a break is due; null: the learner wants no reminders. */
  readonly breakEvery: () => Milliseconds | null;
  /** A session ended, or goes on after its end. Resolves when the history has it so, if kept. */
  readonly onKept: () => Promise<void>;
  /** Whether the models may be loaded before anybody presses Start: that may cost something. */
  readonly mayPrepare: () => Promise<boolean>;
}

export type MonitorStore = ReturnType<typeof createMonitorStore>;
export type MonitorState = ReturnType<MonitorStore['getState']>;

/** What the engine tells, in one place, and what the learner can do about it. */
export function createMonitorStore(parts: MonitorParts) {
  const { engine, alerts, now } = parts;
  let attempt = new AbortController();
  let tape: SessionTape | null = null;
  /** Of the session that ended, for as long as it may be gone on with. */
  let ended: SessionTape | null = null;
  /** The stop under way, of this attempt. */
  let stopping: Promise<void> | null = null;
  let breaks = new BreakClock();
  /** The state shown was last heard of at. */
  let heardAt: Milliseconds = 0;

  const atFirst: MonitorData = {
    ...nothingYet(now()),
    request: null,
    stream: null,
    paused: false,
    pictureHidden: false,
    inSession: false,
    recording: null,
    ended: null,
    breakDue: null,
  };
  /** Whether the chosen network knows this learner: each needs a face vector of its own. */
  const knows = (learner: Learner): boolean => learner.backbone === parts.backbone();

  const store = createStore(
    combine(atFirst, () => ({
      /** Somebody may press Start soon: what it needs is loaded now. */
      prepare: async (): Promise<void> => {
        if (get().phase === 'idle' && (await parts.mayPrepare())) await engine.prepare(wish());
      },
      start: async (request: StartRequest): Promise<void> => {
        if (get().phase !== 'idle') return;
        set({ request, recording: null, ended: null });
        await run(request);
      },
      /** After a fatal trouble: tries again, in the same session. */
      retry: async (): Promise<void> => {
        const { request, fatal } = get();
        set({ problems: [] });
        if (request && fatal) await run(request);
      },
      /** Ends the session; before one has begun, goes back to the beginning. */
      stop: (): Promise<void> => {
        attempt.abort();
        // A second click, while the engine comes to rest, must not throw the summary away.
        const ending: Promise<void> = (stopping ??= end().finally(() => {
          if (stopping === ending) stopping = null;
        }));
        return ending;
      },
      /** From the summary back into the session, which ended too soon. */
      continueSession: async (): Promise<void> => {
        const [again, { request }] = [ended, get()];
        ended = null;
        if (!again || !request) return;
        await again.reopen();
        await parts.onKept();
        tape = again;
        set({ ended: null, inSession: true });
        await run({ ...request, measure: request.learner ? 'nothing' : 'all' });
      },
      /** From the summary back to the beginning. */
      leave: (): void => {
        if (get().phase !== 'ended') return;
        ended = null;
        set({ ...nothingYet(now()), request: null, recording: null, ended: null });
      },
      pause: (): void => {
        set({ paused: true });
        engine.pause();
      },
      resume: (): void => {
        set({ paused: false });
        engine.resume();
      },
      /** The learner answers an alert: silence at once, and the engine hears of it once. */
      acknowledge: (): void => {
        if (alerts.acknowledge()) engine.acknowledge();
      },
      /** 0 ends a snooze. */
      snooze: (duration: Milliseconds): void => engine.snooze(duration),
      /** The learner says that the state shown is wrong; an alert for it is answered with that. */
      correct: (said: SaidMoment['said']): void => {
        tape?.correct(said);
        void parts.keepMoment(said, get().request?.learner ?? null);
        if (said === 'awake') get().acknowledge();
      },
      /** The page of the lecture tells where its player stands. */
      playerTime: (seconds: number): void => tape?.playerTime(seconds),
      /** The learner goes on without the break that is due. */
      breakLater: (): void => {
        breaks.later();
        set({ breakDue: null });
      },
      recalibrate: (): void => engine.recalibrate(),
      /** By another quarter. */
      turnPicture: (): void => engine.turnPicture(turnedBy(get().turn, 1)),
      switchCamera: async (camera: CameraSettings): Promise<void> => {
        if (!isRunning(get())) return;
        try {
          await engine.switchCamera(camera);
          set({ stream: engine.stream });
        } catch (error) {
          set({ problems: withProblem(get().problems, toProblem(error)) });
        }
      },
      knows,
      /** The learner has read that all is set. */
      goOn: (): void => set({ allSet: false }),
      hidePicture: (pictureHidden: boolean): void => set({ pictureHidden }),
      dismiss: (code: string): void => set({ problems: withoutProblem(get().problems, code) }),
    })),
  );
  const { getState: get, setState: set } = store;

  function wish(): PrepareOptions {
    const backbone = parts.backbone();
    return { backend: parts.backend, backbone, checkpoint: () => parts.checkpoint(backbone) };
  }

  async function run(request: StartRequest): Promise<void> {
    attempt.abort();
    attempt = new AbortController();
    stopping = null;
    const { signal } = attempt;
    const isKnown = request.measure !== 'all' && request.learner !== null && knows(request.learner);
    const learner = isKnown ? request.learner : null;
    const recalibrate = learner !== null && request.measure === 'eyes';
    heardAt = now();
    const { downloads, problems } = get();
    set({
      ...nothingYet(now()),
      // What was told while it was prepared.
      downloads,
      problems,
      phase: 'starting',
      enrols: learner === null || recalibrate,
      paused: false,
    });
    try {
      await engine.start({ ...wish(), camera: parts.camera(), learner, recalibrate }, signal);
    } catch (error) {
      if (signal.aborted || get().fatal) return;
      set({ ...afterFatal(toProblem(error), now()), stream: null });
    }
  }

  async function end(): Promise<void> {
    await engine.stop();
    silence();
    const finished = tape;
    tape = null;
    if (!finished) {
      set({ ...nothingYet(now()), stream: null, request: null });
      return;
    }
    set({ phase: 'ended', fatal: null, problems: [], stream: null, inSession: false, breakDue: null });
    const { session, summary, timeline } = await finished.end(now());
    await parts.onKept();
    ended = finished;
    set({ ended: session, recording: { summary, timeline } });
  }

  function silence(): void {
    const { alert } = get();
    if ((alert?.level ?? null) === null) return;
    alerts.handle({ t: now(), level: null, loudness: 0, cause: 'stopped', quietUntil: null });
  }

  function hear(event: EngineEvent): void {
    const before = get();
    const change = afterEvent(before, event, now());
    if ('alert' in change) {
      if (change.alert) alerts.handle(change.alert);
      else silence();
    }
    set({ ...change, stream: engine.stream });
    if (event.type === 'trouble' && event.trouble.fatal && before.phase === 'monitoring') alerts.fail();
    // Nothing is seen until another worker has taken over.
    if (event.type === 'trouble' && event.trouble.code === 'worker-silent') {
      record({ type: 'state', event: get().state });
    }
    if (event.type === 'enrolled') void enrolled(event.enrolment);
    else if (before.phase !== 'monitoring' && get().phase === 'monitoring') begin();
    if (event.type === 'state') heardAt = now();
    record(event);
  }

  /** Keeps what was measured; the session then begins under the learner's name. */
  async function enrolled(enrolment: Enrolment): Promise<void> {
    const { request } = get();
    if (!request) return;
    const id = request.learner?.id ?? null;
    const saving = parts.keep(enrolment, { id, name: request.name });
    begin(saving.then((learner) => learner?.id ?? id));
    const learner = await saving;
    if (learner && get().request === request) set({ request: { ...request, learner, measure: 'nothing' } });
  }

  /** Begins a record, unless one is running: a session goes on after a trouble or a calibration. */
  function begin(
    learnerId: Promise<string | null> = Promise.resolve(get().request?.learner?.id ?? null),
  ): void {
    if (!tape) {
      tape = new SessionTape(learnerId.then((id) => parts.record(id)));
      breaks = new BreakClock();
    }
    set({ inSession: true });
  }

  function record(event: EngineEvent): void {
    if (!tape || !isRunning(get())) return;
    if (event.type === 'state') {
      tape.state(event.event);
      set({ recording: tape.recording, breakDue: breakAfter(event.event) });
    } else if (event.type === 'alert') {
      tape.alert(event.event);
    }
  }

  function breakAfter(event: StateEvent): BreakDue | null {
    breaks.add(event, parts.breakEvery());
    const [before, { due: reason, worked }] = [get().breakDue, breaks];
    if (reason === null || before) return reason && before;
    alerts.remind(reason, worked);
    return { reason, worked };
  }

  /** A worker that says nothing any more must not leave an old state standing. */
  function checkFreshness(): void {
    const view = get();
    if (!isRunning(view) || view.state.state === 'unknown' || now() - heardAt < STALE_AFTER) return;
    set({ state: unknownState(now(), 'paused-by-browser') });
  }

  engine.subscribe(hear);
  alerts.onAnswer(() => get().acknowledge());
  setInterval(checkFreshness, FRESHNESS_CHECK);
  document.addEventListener('visibilitychange', () => {
    checkFreshness();
    tape?.save();
  });
  return store;
}
