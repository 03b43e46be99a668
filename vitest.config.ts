import { delimiter } from 'node:path';
import { defineConfig } from 'vitest/config';
import { messageCatalogues } from './build/messages-plugin';
import { swiftShaderFolder } from './tests/support/swiftshader';

// Dawn looks for Vulkan's loader among the system's libraries, where Debian's Chromium does not put the one it brings. A process
// reads this as it starts: set here, the tests' processes have it.
const folders = [swiftShaderFolder(), process.env['LD_LIBRARY_PATH']].filter(Boolean);
process.env['LD_LIBRARY_PATH'] = folders.join(delimiter);

export default defineConfig({
  plugins: [messageCatalogues()],
  test: {
    setupFiles: ['tests/support/speak-english.ts', 'tests/support/seed-properties.ts'],
    include: ['tests/unit/**/*.test.{ts,tsx}', 'tests/integration/**/*.test.ts'],
    // Numeric tests run whole networks on the cpu backend; the timeout is a safety net, not a measurement.
    testTimeout: 120_000,
    // Hooks build pages and start browsers.
    hookTimeout: 120_000,
  },
});
