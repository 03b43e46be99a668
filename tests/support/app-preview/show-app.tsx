import { createRoot } from 'react-dom/client';
import { once } from '../../../src/common/once';
import { Root } from '../../../src/app/App';
import { createStudio } from '../../../src/app/studio/studio';
import { openPreview } from './app';
import { play } from './scenes';
import { PreviewStudio } from './studio';
import { playStudio } from './studio-scenes';

const studio = new PreviewStudio();
const { clock, engine, services, stores } = await openPreview(
  once(() => Promise.resolve(createStudio(studio.services))),
);

const scene = new URLSearchParams(location.search).get('scene') ?? 'welcome';
// Before the pages open: they read what is kept as soon as they do.
await playStudio(scene, studio, clock.now);

createRoot(document.getElementById('app')!).render(<Root services={services} stores={stores} />);

await play(scene, { engine, services, stores, clock });
document.documentElement.dataset['scene'] = 'set';
