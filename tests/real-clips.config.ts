import { defineConfig } from '@playwright/test';
import config from '../playwright.config';

/** `npm run test:clips -- DIR`: real faces, which are not part of the project. */
export default defineConfig(config, {
  testDir: './e2e',
  testMatch: 'real-clips.ts',
  globalSetup: './support/e2e-setup.ts',
  outputDir: '../test-results',
  // Each run is a measurement.
  retries: 0,
});
