import type { AppServices } from '../../../src/app/services';
import type { AppStores } from '../../../src/app/app-stores';
import { problemWith } from '../../../src/app/shared/problems/problem';
import type { TroubleCode } from '../../../src/engine/protocol';
import type { UnknownReason } from '../../../src/wakefulness/state-event';
import { enrolmentAt, INFO, MEASURES, stateEvent, type ScriptedEngine } from '../scripted-engine';
import { drawnFace } from './face';
import { hourOf } from './story';

export interface Stage {
  readonly engine: ScriptedEngine;
  readonly services: AppServices;
  readonly stores: AppStores;
  /** The page's clock, epoch ms. */
  readonly clock: { now: number };
}

const MINUTE = 60_000;

/** Names of `?scene=`; `unknown:<reason>` and `trouble:<code>` take any. */
export const SCENES: Readonly<Record<string, (stage: Stage) => void | Promise<void>>> = {
  welcome: () => undefined,
  async returning(stage) {
    await seed(stage);
  },
  loading({ engine, stores }) {
    start(stores);
    engine.stream = drawnFace();
    const files = [
      ['face_landmarker-C-ZLG4GD.task', 2_761_380, 2_761_380],
      ['vision_wasm_module_internal-CgkWg6EJ.wasm', 7_100_000, 11_153_640],
      ['faceres-CkQBA6MK.safetensors', 1_900_000, 6_486_360],
    ] as const;
    for (const [file, loaded, total] of files)
      engine.tell({ type: 'download', progress: { file, loaded, total } });
  },
  enrolling({ engine, stores }) {
    start(stores);
    engine.stream = drawnFace();
    engine.tell({ type: 'ready', info: INFO });
    engine.tell({ type: 'enrolment', progress: { fraction: 0.62, hint: 'look-at-screen', stuck: false } });
    engine.tellState({ t: Date.now(), state: 'unknown', reason: 'calibrating' });
  },
  async awake(stage) {
    await monitor(stage, 'awake');
  },
  async drowsy(stage) {
    await monitor(stage, 'drowsy');
  },
  async asleep(stage) {
    await monitor(stage, 'asleep');
  },
  async gentle(stage) {
    await monitor(stage, 'drowsy');
    stage.engine.tellAlert({ t: stage.clock.now, level: 'gentle', cause: 'drowsy' });
  },
  async strong(stage) {
    await monitor(stage, 'asleep');
    stage.engine.tellAlert({ t: stage.clock.now, level: 'strong', cause: 'asleep', loudness: 0.6 });
  },
  async snoozed(stage) {
    await monitor(stage, 'awake');
    const { now } = stage.clock;
    stage.engine.tellAlert({ t: now, level: null, cause: 'snoozed', quietUntil: now + 15 * MINUTE });
  },
  async paused(stage) {
    await monitor(stage, 'awake');
    stage.stores.monitor.getState().pause();
    stage.engine.tellState({ t: stage.clock.now, state: 'unknown', reason: 'paused' });
  },
  async troubled(stage) {
    await monitor(stage, 'awake');
    const trouble = {
      code: 'checkpoint-invalid',
      detail: 'state.fc1.weight: [128, 512]',
      fatal: false,
    } as const;
    stage.engine.tell({ type: 'trouble', trouble });
    stage.stores.notices.getState().tell(problemWith('storage-full', 'QuotaExceededError'));
  },
  async unplugged(stage) {
    await monitor(stage, 'awake');
    const trouble = { code: 'camera-unplugged', detail: 'the camera track ended', fatal: true } as const;
    stage.engine.tell({ type: 'trouble', trouble }, { type: 'stopped' });
  },
  async workday(stage) {
    await monitor(stage, 'awake', 'no-face', 8 * 3600);
  },
  async summary(stage) {
    await monitor(stage, 'awake');
    await stage.stores.monitor.getState().stop();
  },
};

export async function play(name: string, stage: Stage): Promise<void> {
  const [kind, of] = name.split(':');
  if (kind === 'unknown' && of) await monitor(stage, 'unknown', of as UnknownReason);
  else if (kind === 'trouble' && of) {
    start(stage.stores);
    const trouble = { code: of as TroubleCode, detail: 'NotAllowedError: Permission denied', fatal: true };
    stage.engine.tell({ type: 'trouble', trouble });
  } else await SCENES[name]?.(stage);
}

function start(stores: AppStores): void {
  void stores.monitor.getState().start({ learner: null, name: 'Ada Lovelace', measure: 'all' });
}

/** Two learners and three sessions, as if from the days before. */
async function seed({ services, stores, clock }: Stage): Promise<void> {
  const { storage } = services;
  const today = clock.now;
  for (const [day, name] of ['Grace', 'Ada Lovelace'].entries()) {
    clock.now = today - (9 - day) * 24 * 60 * MINUTE;
    const learner = await storage.learners.add(enrolmentAt(clock.now), name);
    for (const session of [1, 2]) {
      clock.now = today - (4 * session - day) * 24 * 60 * MINUTE - session * 47 * MINUTE;
      const recorder = await storage.history.begin(learner.id);
      const seconds = 1800 * session + 900 * day;
      for (const event of hourOf(session + day, clock.now, seconds)) recorder.state(event);
      await recorder.end(clock.now + seconds * 1000);
    }
  }
  clock.now = today;
  await stores.learners.getState().refresh();
  await stores.history.getState().refresh();
}

const LIVE_SECONDS = 47 * 60;

/** Some time into a session, now in `state`. */
async function monitor(
  { engine, stores, clock }: Stage,
  state: 'awake' | 'drowsy' | 'asleep' | 'unknown',
  reason: UnknownReason = 'no-face',
  length = LIVE_SECONDS,
): Promise<void> {
  const now = clock.now;
  clock.now = now - length * 1000;
  start(stores);
  engine.stream = drawnFace();
  engine.tell({ type: 'ready', info: INFO }, { type: 'enrolled', enrolment: enrolmentAt(clock.now) });
  // The record opens when the learner was kept.
  while (!stores.monitor.getState().recording) {
    engine.tellState({ t: clock.now, state: 'unknown', reason: 'calibrating' });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const event of hourOf(3, clock.now, length)) {
    clock.now = event.t;
    engine.tell({ type: 'state', event });
    if (event.state === 'asleep' && event.closureMs === 3000)
      engine.tellAlert({ t: event.t, level: 'strong', cause: 'asleep' });
    if (event.state === 'awake' && stores.monitor.getState().alert?.level)
      engine.tellAlert({ t: event.t, level: null, cause: 'recovered' });
  }
  engine.tellAlert({ t: now, level: null, cause: 'recovered' });
  engine.tell({ type: 'measures', measures: MEASURES });
  const causes = {
    awake: ['eyes-open'],
    drowsy: ['long-blinks', 'eyes-half-closed'],
    asleep: ['eyes-closed-over-1s'],
    unknown: [],
  } as const;
  const shown = state === 'unknown' ? { state, reason } : { state };
  engine.tell({
    type: 'state',
    event: stateEvent({ t: now, ...shown, causes: causes[state], perclos: 0.08, perclos3: 0.06 }),
  });
  clock.now = now;
}
