import { createAlertOutputs } from '../../../src/app/monitor/alerts/alert-outputs';
import type { AppServices } from '../../../src/app/services';
import { createStores } from '../../../src/app/app-stores';
import { createNoticesStore } from '../../../src/app/shared/problems/problem';
import { openStorage } from '../../../src/profile';
import { ScriptedEngine } from '../scripted-engine';

/**
 * What the previews stand on: a scripted engine with one camera, this browser's own storage, a
 * clock that scenes may move.
 */
export async function openPreview(openStudio: AppServices['openStudio']) {
  const clock = { now: Date.now() };
  const now = () => clock.now;
  const engine = new ScriptedEngine();
  engine.cameras = [{ deviceId: 'one', label: 'Built-in camera' }];
  const notices = createNoticesStore();
  const storage = await openStorage({ onTrouble: notices.getState().tellError, clock: now });
  const alerts = createAlertOutputs(window);
  const services = { engine, storage, alerts, now, backend: null, openStudio, openedStudio: () => null };
  return { clock, engine, services, stores: createStores(services, notices) };
}
