import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createEngine } from '../engine/engine';
import { DEFAULT_SETTINGS, openStorage } from '../profile';
import { createAlertOutputs } from './alert-outputs';
import { backendOf } from './query';
import { once } from './once';
import { Root } from './Root';
import type { OpenedStudio } from './services';
import { createStores } from './stores/app-stores';
import { createNoticesStore } from './stores/notices-store';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');

const engine = createEngine();
const notices = createNoticesStore();
const storage = await openStorage({ onTrouble: notices.getState().tellError });
const alerts = createAlertOutputs(window, DEFAULT_SETTINGS, () => engine.acknowledge());
const backend = backendOf(location.search);
let studio: OpenedStudio | null = null;
const openStudio = once(async () => {
  const [{ createStudio }, { deviceServices }] = await Promise.all([
    import('./studio/studio'),
    import('./studio/device-services'),
  ]);
  return (studio = createStudio(deviceServices(storage, backend)));
});
const openedStudio = (): OpenedStudio | null => studio;
const services = { engine, storage, alerts, now: Date.now, backend, openStudio, openedStudio };
const stores = createStores(services, notices);

createRoot(target).render(
  <StrictMode>
    <Root services={services} stores={stores} />
  </StrictMode>,
);
