import { combine } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { BACKBONE_IDS, type BackboneId } from '../common/backbone-ids';
import type { Milliseconds } from '../common/clock';
import { WakefulError } from '../common/errors';
import type { AdoptedCheckpoint } from '../engine/protocol';
import {
  DEFAULT_SETTINGS,
  parseCheckpointCard,
  type AlertChannelName,
  type CheckpointStore,
  type ProfileStorage,
  type Settings,
  type SettingsStore,
  type Unsaved,
} from '../profile';
import { createBackup } from './backup/backup-store';
import { createHistory } from './history/history-store';
import { createLearners } from './learners/learners-store';
import { monitor as monitorText } from './messages/texts';
import { isBusy, isRunning } from './monitor/phase';
import { createMonitorStore, type MonitorStore } from './monitor/monitor-store';
import { browserOfflineParts, type InUse } from './offline/offline-parts';
import { createOfflineStore } from './offline/offline-store';
import type { AppServices } from './services';
import { fileStamp, MINUTE_MS } from './shared/format';
import type { NoticesStore } from './shared/problems/problem';
import { problemWith } from './shared/problems/problem';
import { offerBlob } from './shared/ui/Files';

export type AppStores = ReturnType<typeof createStores>;

/** All that the page knows, on top of the services. Reads what is kept on this device. */
export function createStores(services: AppServices, notices: NoticesStore) {
  const { engine, storage, now, backend, alerts } = services;
  const { tell, tellError } = notices.getState();
  const settings = createSettings(storage.settings, tellError);
  const learners = createLearners(storage, tellError, (id) => {
    void history.getState().refresh();
    const { ended, leave } = monitor.getState();
    if (ended?.learnerId === id) leave();
  });
  const history = createHistory(storage.history, tellError);
  const unsaved = createUnsaved(storage, () => notices.getState().dismiss('storage-full'));

  const chosenBackbone = (): BackboneId => {
    const { backbone } = settings.getState().settings;
    return engine.backbones.includes(backbone) ? backbone : BACKBONE_IDS[0];
  };

  const browser = browserOfflineParts(window);
  const monitor = createMonitorStore({
    engine,
    now,
    backend,
    camera: () => settings.getState().settings.camera,
    backbone: chosenBackbone,
    async checkpoint(backbone) {
      try {
        return await adoptedCheckpoint(storage.checkpoints, backbone);
      } catch (error) {
        const isOfCard = error instanceof WakefulError && error.code === 'checkpoint-invalid';
        if (isOfCard) tell(problemWith('adopted-invalid', error.message));
        else tellError(error);
        return null;
      }
    },
    record: (learnerId) => storage.history.begin(learnerId, settings.getState().settings.keepHistory),
    keep: async (enrolment, who) => (await learners.getState().keep(enrolment, who)) ?? null,
    async keepMoment(said, learner) {
      const { keepMoment } = services;
      if (!keepMoment || !learner || !settings.getState().settings.keepMoments) return;
      try {
        const faces = await engine.recentFaces();
        if (faces.length === 0) return;
        const person = { id: `learner-${learner.id.slice(0, 8)}`, name: learner.name };
        await keepMoment({ person, session: monitorText.momentName(fileStamp(now())), said, faces });
        await services.openedStudio()?.refresh();
      } catch (error) {
        tellError(error);
      }
    },
    alerts,
    onKept: () => history.getState().refresh(),
    breakEvery: () => settings.getState().settings.breakMinutes * MINUTE_MS || null,
    mayPrepare: async () => browser.mayFetch() || (await engine.missingModelBytes(chosenBackbone())) === 0,
  });

  const backup = createBackup({
    storage,
    now,
    offer: offerBlob,
    onRestored: () => readEverything(services, stores),
    onError: tellError,
  });
  const offline = createOfflineStore({
    ...browser,
    program: services.program ?? null,
    missingModelBytes: () => engine.missingModelBytes(chosenBackbone()),
    keepModels: (signal) => engine.keepModels(chosenBackbone(), signal),
    isBusy: () =>
      isBusy(monitor.getState()) ||
      backup.getState().work !== null ||
      services.openedStudio()?.isBusy() === true,
  });
  holdWhileBusy(monitor, browser.inUse);

  settings.subscribe((state, before) => {
    alerts.configure(state.settings);
    engine.knowTurns(state.settings.cameraTurns);
    engine.setSensitivity(state.settings.sensitivity);
    engine.wantRecentFaces(state.settings.keepMoments && services.keepMoment !== undefined);
    if (state.settings.backbone !== before.settings.backbone) void offline.getState().look();
  });
  engine.subscribe((event) => {
    if (event.type !== 'camera-turn') return;
    const { settings: now, change } = settings.getState();
    const { deviceId, turn } = event;
    if ((now.cameraTurns[deviceId] ?? 0) !== turn)
      change({ cameraTurns: { ...now.cameraTurns, [deviceId]: turn } });
  });
  monitor.subscribe((view, before) => {
    // A start has brought the models here.
    if (view.info && !before.info) void offline.getState().look();
    const isOn = isRunning(view);
    if (isOn && (view.state !== before.state || !isRunning(before))) alerts.follow(view.state);
    else if (!isOn && isRunning(before)) alerts.follow(null);
  });

  const stores = { notices, settings, learners, history, unsaved, monitor, offline, backup };
  storage.onDeletedElsewhere(() => {
    tell(problemWith('storage-deleted', ''));
    void endEverything(services, stores).then(() => readEverything(services, stores));
  });
  storage.onSettingsElsewhere(() => void settings.getState().load());
  if (storage.blocked) tellError(storage.blocked);
  void settings.getState().load();
  void learners.getState().refresh();
  void history.getState().refresh();
  return stores;
}

/** Ends whatever would be written again: sessions, downloads, the studio's work. */
export async function endEverything(
  { openedStudio }: AppServices,
  { monitor, offline, backup }: Pick<AppStores, 'monitor' | 'offline' | 'backup'>,
): Promise<void> {
  await monitor.getState().stop();
  monitor.getState().leave();
  offline.getState().cancel();
  backup.getState().cancel();
  openedStudio()?.end();
}

/** Reads anew what this device keeps. */
export async function readEverything(
  { openedStudio }: AppServices,
  { settings, learners, history, offline }: Pick<AppStores, 'settings' | 'learners' | 'history' | 'offline'>,
): Promise<void> {
  await Promise.all([
    settings.getState().load(),
    learners.getState().refresh(),
    history.getState().refresh(),
    offline.getState().look(),
    openedStudio()?.refresh(),
  ]);
}

/** The settings as they stand, kept on every change. */
function createSettings(kept: SettingsStore, onError: (error: unknown) => void) {
  return createStore(
    combine({ settings: DEFAULT_SETTINGS }, (set, get) => {
      /** Fields that are being written; what is read meanwhile may not have them yet. */
      let changing: Partial<Settings> = {};
      let writes = 0;
      async function keep(changed: Partial<Settings>): Promise<void> {
        changing = { ...changing, ...changed };
        writes++;
        await kept.change(changed).catch(onError);
        writes--;
        if (writes === 0) changing = {};
      }
      function change(changed: Partial<Settings>): void {
        set({ settings: { ...get().settings, ...changed } });
        void keep(changed);
      }
      return {
        load: async (): Promise<void> => {
          try {
            const settings = await kept.load();
            set({ settings: { ...settings, ...changing } });
          } catch (error) {
            set({ settings: DEFAULT_SETTINGS });
            onError(error);
          }
        },
        change,
        choose: (channel: AlertChannelName, on: boolean): void => {
          change({ channels: { ...get().settings.channels, [channel]: on } });
        },
      };
    }),
  );
}

/** Tells other tabs, for as long as a reload would break off this one's session. */
function holdWhileBusy(monitor: MonitorStore, inUse: InUse): void {
  let held: Promise<() => void> | null = null;
  monitor.subscribe((view) => {
    if (isBusy(view)) {
      held ??= inUse.hold();
    } else if (held) {
      void held.then((release) => release());
      held = null;
    }
  });
}

/** The adopted checkpoint; null: there is none, or it belongs to another network. */
async function adoptedCheckpoint(
  checkpoints: CheckpointStore,
  backbone: BackboneId,
): Promise<AdoptedCheckpoint | null> {
  const id = await checkpoints.adopted();
  const stored = id === null ? null : await checkpoints.get(id);
  if (!stored || parseCheckpointCard(stored.card).backbone !== backbone) return null;
  return { id: stored.id, name: stored.name, file: await checkpoints.file(stored.id) };
}

/** ms between two tries to write what could not be written. */
export const RETRY_EVERY: Milliseconds = 15_000;

/**
 * Learners and sessions that are not on this device yet, because the disk is full, say. As long as
 * there are any, leaving the page is asked about.
 * @param onSaved all of them have been written
 */
export function createUnsaved(storage: ProfileStorage, onSaved: () => void) {
  const store = createStore<Unsaved>(() => storage.unsaved());
  const isEmpty = ({ learners, sessions }: Unsaved): boolean => learners.size + sessions.size === 0;
  storage.onUnsaved(() => {
    const unsaved = storage.unsaved();
    if (isEmpty(unsaved) && isEmpty(store.getState())) return;
    store.setState(unsaved);
    if (isEmpty(unsaved)) onSaved();
  });
  setInterval(() => {
    if (!isEmpty(store.getState())) void storage.retry();
  }, RETRY_EVERY);
  window.addEventListener('beforeunload', (event) => {
    if (!isEmpty(store.getState())) event.preventDefault();
  });
  return store;
}
