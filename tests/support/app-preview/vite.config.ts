import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { messageCatalogues } from '../../../build/messages-plugin';

/**
 * The app's screens on a scripted engine, for looking at: `npx vite tests/support/app-preview`.
 * Development only.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: '../../../public',
  cacheDir: '../../../.cache/app-preview',
  plugins: [react(), messageCatalogues()],
  server: { port: 4190, fs: { allow: ['../../..'] } },
});
