/** `npm run lti -- --platforms FILE --url URL`: Wakeful as an LTI 1.3 tool. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { frameAncestorsFrom } from '../../../build/security-headers';
import { WakefulError } from '../../common/errors';
import { commandLine, runCommand, usageError, wholeNumber } from '../command-line';
import { isSafeAddress, readPlatforms } from './platforms';
import { createLtiServer, KEYS_PATH, LAUNCH_PATH, LOGIN_PATH } from './server';

/** Where `npm run build` writes to. */
const DIST = 'dist';

const command = commandLine(
  'lti',
  'Serves the build as an LTI 1.3 tool: a learning platform launches it, and it shows the monitor. It keeps and logs ' +
    'nothing about a launch, reads no names, and tells the platform nothing.',
  '--platforms platforms.json --url https://wakeful.example',
)
  .requiredOption('--platforms <file>', 'names the platforms that may launch')
  .option('--url <url>', 'address under which browsers reach this server; otherwise that of this machine')
  .option('--host <name>', 'where to listen', '127.0.0.1')
  .addOption(wholeNumber('--port <number>', 'where to listen').default(4190))
  .action(async ({ platforms: file, url, host, port }) => {
    const address = url ?? `http://localhost:${port}`;
    if (!isSafeAddress(address) || new URL(address).href !== `${new URL(address).origin}/`)
      throw usageError('--url is an https address without a path, or localhost for a trial.');
    const platforms = readPlatforms(file);
    if (!existsSync(join(DIST, 'embed.html')))
      throw new WakefulError('lti-no-build', 'There is no build to serve.', 'Run npm run build first.');
    const secret = randomBytes(32);
    const frameAncestors = frameAncestorsFrom(process.env['WAKEFUL_FRAME_ANCESTORS']);
    const server = createLtiServer({
      platforms,
      url: address,
      dist: DIST,
      frameAncestors,
      secret,
      now: Date.now,
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    }).catch((error: unknown) => {
      const remedy = 'Choose another --port or --host, or end what listens there.';
      throw new WakefulError('lti-listen', `Nothing can listen at ${host}:${port}.`, remedy, {
        cause: error,
      });
    });
    console.log(
      `Wakeful listens at ${host}:${port} for ${platforms.map(({ issuer }) => issuer).join(', ')}. At the platform:`,
    );
    for (const [name, path] of [
      ['Tool or target link URL', LAUNCH_PATH],
      ['Redirect URI', LAUNCH_PATH],
      ['Initiate login URL', LOGIN_PATH],
      ['Public keyset URL', KEYS_PATH],
    ])
      console.log(`  ${name}: ${new URL(path!, address).href}`);
  });

await runCommand(command);
