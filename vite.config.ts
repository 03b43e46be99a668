import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { frameStylesLast, wakefulEmbed } from './build/embed-plugin';
import { thirdPartyLicenses } from './build/licenses-plugin';
import { messageCatalogues } from './build/messages-plugin';
import { wakefulModels } from './build/models-plugin';
import { offlineShell } from './build/offline-plugin';
import { devHeaders, frameAncestorsFrom, securityHeaders } from './build/security-headers';
import { securityForStaticHosts } from './build/security-plugin';

/** Where `npm start` serves the app; the next free port when it is taken. */
const PORT = 4180;

const licenses = thirdPartyLicenses();
const frameAncestors = frameAncestorsFrom(process.env['WAKEFUL_FRAME_ANCESTORS']);

export default defineConfig({
  // Works from any folder of a host, not only from its root.
  base: './',
  plugins: [
    react(),
    messageCatalogues(),
    wakefulModels(),
    licenses.inPage,
    securityForStaticHosts(frameAncestors),
    wakefulEmbed(frameAncestors),
    frameStylesLast(),
    offlineShell(securityHeaders(frameAncestors)),
  ],
  worker: { format: 'es', plugins: () => [wakefulModels(), licenses.inWorkers()] },
  build: {
    target: 'es2022',
    // Nothing becomes a data: URL: the policy would refuse most of them, and models are fetched with progress.
    assetsInlineLimit: 0,
    // The workers carry tfjs and MediaPipe; the page itself stays small.
    chunkSizeWarningLimit: 2500,
    rolldownOptions: {
      input: ['index.html', 'embed.html'],
      // Advice on what makes a build slow; who starts the app would take it for an error.
      checks: { bundlerTimings: false },
    },
  },
  // Its module loader must reach the browser as it is, not as the optimizer would write it.
  optimizeDeps: { exclude: ['@mediapipe/tasks-vision'] },
  server: { port: PORT + 1, headers: devHeaders() },
  preview: { port: PORT, strictPort: false, headers: securityHeaders(frameAncestors) },
});
