import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { createLtiServer, LAUNCH_PATH, LOGIN_PATH } from '../../src/cli/lti/server';
import { frameOf, passStorageRefusal } from '../support/e2e/course';
import { guard } from '../support/e2e/guards';
import { launch } from '../support/e2e/launch';
import { expect, test } from '../support/e2e/test';
import { AWAKE } from '../support/footage/films';
import { openPlatform } from '../support/lti/platform';

/** A port that is free now. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

test('a launch of a platform reaches the frame: it comes up by itself, shares nothing, and says how high it is', async () => {
  const [platform, port] = await Promise.all([openPlatform(), freePort()]);
  // Another site than the platform's.
  const url = `http://localhost:${port}`;
  const tool = createLtiServer({
    platforms: [platform.registration],
    url,
    dist: 'dist',
    frameAncestors: ["'self'"],
    secret: randomBytes(32),
    now: Date.now,
  });
  await new Promise<void>((resolve) => tool.listen(port, '127.0.0.1', resolve));
  platform.tool = { login: url + LOGIN_PATH, launch: url + LAUNCH_PATH };
  const { context, close } = await launch({ film: AWAKE });
  const watched = guard(context, platform.origin, url);
  const page = context.pages()[0] ?? (await context.newPage());
  try {
    await page.goto(`${platform.origin}/course`);
    const frame = frameOf(page);
    await passStorageRefusal(frame);
    await expect(frame.getByTestId('start')).toBeVisible();
    await expect(frame.getByTestId('sharing')).toHaveAttribute('data-sharing', 'false');
    await expect(frame.getByTestId('share')).toHaveCount(0);
    await expect(frame.locator('html')).toHaveAttribute('lang', 'en');
    expect(page.frames().some((one) => one.url().startsWith(`${url}/embed.html?`))).toBe(true);
    const heard = await page.evaluate('heard');
    expect(heard).toEqual(
      ['lti.frameResize', 'org.imsglobal.lti.frameResize'].map((subject) => ({
        data: { subject, height: 420 },
        origin: url,
      })),
    );
    expect(await context.cookies()).toEqual([]);
  } finally {
    await close();
    tool.close();
    tool.closeAllConnections();
    await platform.close();
  }
  expect(watched.complaints).toEqual([]);
});
