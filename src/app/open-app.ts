import { once } from '../common/once';
import { createEngine } from '../engine/engine';
import type { Moment } from '../engine/page/keep-moment';
import { openStorage, type StorageOptions } from '../profile';
import { createStores, type AppStores } from './app-stores';
import { createAlertOutputs } from './monitor/alerts/alert-outputs';
import type { AppServices, OpenedStudio } from './services';
import { createNoticesStore } from './shared/problems/problem';
import { backendOf } from './shared/routes';

/** What the components stand on. */
export interface OpenedApp {
  readonly services: AppServices;
  readonly stores: AppStores;
}

/** What a page decides itself. Default: data is kept where it may be, the program is not. */
type PageParts = Pick<StorageOptions, 'places' | 'locks'> &
  Pick<AppServices, 'program'> & {
    /** Pictures may be kept, if the learner wants that. Default: false. */
    readonly mayKeepPictures?: boolean;
  };

/** The engine, what this device keeps, and the stores on top of them. Turns nothing on. */
export async function openApp({
  program,
  mayKeepPictures = false,
  ...kept
}: PageParts = {}): Promise<OpenedApp> {
  const engine = createEngine();
  const notices = createNoticesStore();
  const storage = await openStorage({ ...kept, onTrouble: notices.getState().tellError });
  const alerts = createAlertOutputs(window);
  const backend = backendOf(location.search);
  let studio: OpenedStudio | null = null;
  const openStudio = once(async () => {
    const { createStudio, deviceServices } = await import('./studio/studio');
    return (studio = createStudio(deviceServices(storage, backend)));
  });
  const { database } = storage;
  const keepMoment = async (moment: Moment): Promise<void> => {
    if (database) await (await import('../engine/page/keep-moment')).keepMoment(database, moment);
  };
  const services = {
    engine,
    storage,
    alerts,
    now: Date.now,
    backend,
    openStudio,
    openedStudio: (): OpenedStudio | null => studio,
    ...(program ? { program } : {}),
    ...(mayKeepPictures && database ? { keepMoment } : {}),
  };
  return { services, stores: createStores(services, notices) };
}
