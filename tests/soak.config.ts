import { defineConfig } from '@playwright/test';
import config from '../playwright.config';

/** `npm run soak`: the soak alone, ten minutes of it. */
export default defineConfig(config, {
  testDir: './e2e',
  testMatch: 'soak.spec.ts',
  globalSetup: './support/e2e-setup.ts',
  outputDir: '../test-results',
  metadata: { soakMinutes: 10 },
});
