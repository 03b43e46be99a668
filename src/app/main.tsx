import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './App';
import { serviceWorkerProgram } from './offline/program';
import { openApp } from './open-app';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');

const { services, stores } = await openApp({
  ...(import.meta.env.PROD ? { program: serviceWorkerProgram(window, Date.now) } : {}),
});

createRoot(target).render(
  <StrictMode>
    <Root services={services} stores={stores} />
  </StrictMode>,
);

void stores.offline.getState().begin();
