import { defineConfig } from '@playwright/test';
import config from '../playwright.config';

/** `npm run test:fine-tune -- DIR`: real faces, which are not part of the project. */
export default defineConfig(config, {
  testDir: './e2e',
  testMatch: 'fine-tune.ts',
  globalSetup: './support/e2e-setup.ts',
  outputDir: '../test-results',
});
