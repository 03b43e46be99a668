import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './App';
import { serviceWorkerProgram } from './offline/program';
import { openApp } from './open-app';

/** Shows the app in an element of the page. */
export async function showApp(target: Element): Promise<void> {
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
}
