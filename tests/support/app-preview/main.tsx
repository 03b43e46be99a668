import { createRoot } from 'react-dom/client';
import { createAlertOutputs } from '../../../src/app/alert-outputs';
import { once } from '../../../src/app/once';
import { Root } from '../../../src/app/Root';
import { createStores } from '../../../src/app/stores/app-stores';
import { createNoticesStore } from '../../../src/app/stores/notices-store';
import { createStudio } from '../../../src/app/studio/studio';
import { DEFAULT_SETTINGS, openStorage } from '../../../src/profile';
import { ScriptedEngine } from '../scripted-engine';
import { play } from './scenes';
import { PreviewStudio } from './studio';
import { playStudio } from './studio-scenes';

const clock = { now: Date.now() };
const engine = new ScriptedEngine();
engine.cameras = [{ deviceId: 'one', label: 'Built-in camera' }];
const notices = createNoticesStore();
const storage = await openStorage({ onTrouble: notices.getState().tellError, clock: () => clock.now });
const alerts = createAlertOutputs(window, DEFAULT_SETTINGS, () => engine.acknowledge());
const studio = new PreviewStudio();
const openStudio = once(() => Promise.resolve(createStudio(studio.services)));
const openedStudio = () => null;
const services = { engine, storage, alerts, now: () => clock.now, backend: null, openStudio, openedStudio };
const stores = createStores(services, notices);

const scene = new URLSearchParams(location.search).get('scene') ?? 'welcome';
// Before the pages open: they read what is kept as soon as they do.
await playStudio(scene, studio, clock.now);

createRoot(document.getElementById('app')!).render(<Root services={services} stores={stores} />);

await play(scene, { engine, services, stores, clock });
document.documentElement.dataset['scene'] = 'set';
