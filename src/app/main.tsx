import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { speakAsWished } from './messages/messages';
import { serviceWorkerProgram } from './offline/program';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');

// Before the modules with texts load: these are in one language from the start.
await speakAsWished();
const [{ Root }, { openApp }] = await Promise.all([import('./App'), import('./open-app')]);

const { services, stores } = await openApp({
  mayKeepPictures: true,
  ...(import.meta.env.PROD ? { program: serviceWorkerProgram(window, Date.now) } : {}),
});
createRoot(target).render(
  <StrictMode>
    <Root services={services} stores={stores} />
  </StrictMode>,
);
void stores.offline.getState().begin();
