import { createRoot } from 'react-dom/client';
import { createAlertOutputs } from '../../../src/app/alert-outputs';
import { Root } from '../../../src/app/Root';
import { createStores } from '../../../src/app/stores/app-stores';
import { createNoticesStore } from '../../../src/app/stores/notices-store';
import { DEFAULT_SETTINGS, openStorage } from '../../../src/profile';
import { ScriptedEngine } from '../scripted-engine';
import { play } from './scenes';

const clock = { now: Date.now() };
const engine = new ScriptedEngine();
engine.cameras = [{ deviceId: 'one', label: 'Built-in camera' }];
const notices = createNoticesStore();
const storage = await openStorage({ onTrouble: notices.getState().tellError, clock: () => clock.now });
const alerts = createAlertOutputs(window, DEFAULT_SETTINGS, () => engine.acknowledge());
const services = { engine, storage, alerts, now: () => clock.now, backend: null };
const stores = createStores(services, notices);

createRoot(document.getElementById('app')!).render(<Root services={services} stores={stores} />);

await play(new URLSearchParams(location.search).get('scene') ?? 'welcome', {
  engine,
  services,
  stores,
  clock,
});
document.documentElement.dataset['scene'] = 'set';
