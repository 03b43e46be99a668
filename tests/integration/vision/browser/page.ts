/**
 * The page of the browser test: runs the face landmarker in a module worker, as the engine does.
 */
import { wrap } from 'comlink';
import '../../../../src/engine/network-worker/wakeful-throw';
import type { VisionUnderTest } from './vision-worker';

declare global {
  interface Window {
    vision: ReturnType<typeof wrap<VisionUnderTest>>;
  }
}

window.vision = wrap<VisionUnderTest>(
  new Worker(new URL('./vision-worker.ts', import.meta.url), { type: 'module' }),
);
