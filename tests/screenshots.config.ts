import { defineConfig } from '@playwright/test';
import config from '../playwright.config';

/** `npm run screenshots`: the pictures of the README, from the app as it is. */
export default defineConfig(config, {
  testDir: './e2e',
  testMatch: 'screenshots.ts',
  globalSetup: './support/e2e-setup.ts',
  outputDir: '../test-results',
});
