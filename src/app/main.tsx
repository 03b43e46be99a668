import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createEngine } from '../engine/engine';
import { DEFAULT_SETTINGS, openStorage } from '../profile';
import { createAlertOutputs } from './alert-outputs';
import { serviceWorkerProgram } from './offline/program';
import { backendOf } from './query';
import { Root } from './Root';
import { createStores } from './stores/app-stores';
import { createNoticesStore } from './stores/notices-store';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');

const engine = createEngine();
const notices = createNoticesStore();
const storage = await openStorage({ onTrouble: notices.getState().tellError });
const alerts = createAlertOutputs(window, DEFAULT_SETTINGS, () => engine.acknowledge());
const services = {
  engine,
  storage,
  alerts,
  now: Date.now,
  backend: backendOf(location.search),
  ...(import.meta.env.PROD ? { program: serviceWorkerProgram(window, Date.now) } : {}),
};
const stores = createStores(services, notices);

createRoot(target).render(
  <StrictMode>
    <Root services={services} stores={stores} />
  </StrictMode>,
);

void stores.offline.getState().begin();
