import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';

/** Environment variable through which the browser tests learn where the built app is served. */
export const ORIGIN_VARIABLE = 'WAKEFUL_TEST_ORIGIN';

/** And where tests of one run leave things for one another. */
export const SCRATCH_VARIABLE = 'WAKEFUL_TEST_SCRATCH';

/** Serves dist/ exactly as `npm start` does, on a free port, for the whole run. */
export default async function serveBuild(): Promise<() => Promise<void>> {
  if (!existsSync('dist/index.html'))
    throw new Error('The browser tests run against the build, and there is none: npm run build.');
  const server = await preview({
    configLoader: 'runner',
    preview: { port: 0, open: false },
    logLevel: 'warn',
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The preview server has no local address.');
  process.env[ORIGIN_VARIABLE] = new URL(address).origin;
  const scratch = mkdtempSync(join(tmpdir(), 'wakeful-e2e-'));
  process.env[SCRATCH_VARIABLE] = scratch;
  return async () => {
    await server.close();
    rmSync(scratch, { recursive: true, force: true });
  };
}
