import { defineConfig } from '@playwright/test';
import config from '../../playwright.config';

/** `npm run bench:monitor`: what the whole monitor costs while it runs. */
export default defineConfig(config, {
  testDir: '.',
  testMatch: 'monitor.ts',
  globalSetup: '../support/e2e-setup.ts',
  outputDir: '../../test-results',
});
