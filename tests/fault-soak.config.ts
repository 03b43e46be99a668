import { defineConfig } from '@playwright/test';
import config from '../playwright.config';

/** `npm run soak:faults`: a session in which one thing after another fails. */
export default defineConfig(config, {
  testDir: './e2e',
  testMatch: 'fault-soak.ts',
  globalSetup: './support/e2e-setup.ts',
  outputDir: '../test-results',
});
