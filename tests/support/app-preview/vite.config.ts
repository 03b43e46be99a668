import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { messageCatalogues } from '../../../build/messages-plugin';
import { wakefulModels } from '../../../build/models-plugin';

/**
 * The app's screens on a scripted engine, for looking at: `npx vite tests/support/app-preview`.
 * Development, and e2e/screens.spec.ts.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: '../../../public',
  cacheDir: '../../../.cache/app-preview',
  plugins: [react(), messageCatalogues(), wakefulModels()],
  // Nothing starts them, but a build has to make them.
  worker: { format: 'es', plugins: () => [wakefulModels()] },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ['index.html', 'embed.html'].map((page) => join(import.meta.dirname, page)),
      checks: { bundlerTimings: false },
    },
  },
  server: { port: 4190, fs: { allow: ['../../..'] } },
});
