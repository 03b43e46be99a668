import { defineConfig } from '@playwright/test';

/** Real models in a real browser on two cores, one browser per fake webcam: seconds add up. */
const TEST_TIMEOUT_MS = 180_000;

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/support/e2e-setup.ts',
  outputDir: 'test-results',
  timeout: TEST_TIMEOUT_MS,
  // A fake webcam plays in real time: two browsers at once would starve each other of frames.
  workers: 1,
  fullyParallel: false,
  // The films play in real time: on a machine whose cores others use, a test may miss a beat. What
  // fails twice is a fault; what passed only the second time is named at the end of `npm test`.
  retries: 1,
  forbidOnly: true,
  reporter: 'list',
});
