import { defineConfig } from '@playwright/test';

/**
 * Firefox and WebKitGTK, each by its own protocol; Playwright only runs the tests. `serve.ts`
 * serves the build.
 */
export default defineConfig({
  testDir: '.',
  globalSetup: './serve.ts',
  outputDir: '../../test-results/browsers',
  // Real models on two cores that other tests may share; alone each story takes about a minute.
  timeout: 240_000,
  workers: 1,
  retries: 1,
  forbidOnly: true,
  reporter: 'list',
});
