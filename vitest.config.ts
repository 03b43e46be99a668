import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/unit/**/*.test.{ts,tsx}', 'tests/integration/**/*.test.ts'],
    // Numeric tests run whole networks on the cpu backend; the timeout is a safety net, not a measurement.
    testTimeout: 120_000,
    // Hooks build pages and start browsers.
    hookTimeout: 120_000,
  },
});
