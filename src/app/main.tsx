import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openApp } from './open-app';
import { Root } from './Root';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');

const { services, stores } = await openApp();

createRoot(target).render(
  <StrictMode>
    <Root services={services} stores={stores} />
  </StrictMode>,
);
