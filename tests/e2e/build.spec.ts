import { readdirSync, readFileSync } from 'node:fs';
import { metaContentPolicy, securityHeaders } from '../../build/security-headers';
import { start, untilMonitoring } from '../support/e2e/app';
import { expect, test } from '../support/e2e/test';
import { AWAKE } from '../support/footage/films';

test('the security headers are sent, written for static hosts, and in the page', async ({ open }) => {
  const { page, origin } = await open({ film: AWAKE });
  for (const path of ['/', '/manifest.webmanifest']) {
    const headers = (await page.request.get(origin + path)).headers();
    for (const [name, value] of Object.entries(securityHeaders()))
      expect(headers[name.toLowerCase()], `${name} of ${path}`).toBe(value);
  }
  const written = readFileSync('dist/_headers', 'utf8');
  for (const [name, value] of Object.entries(securityHeaders()))
    expect(written).toContain(`  ${name}: ${value}\n`);
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveAttribute(
    'content',
    metaContentPolicy(),
  );
});

test('About leads to the licences of what is shipped, workers and models included', async ({ open }) => {
  const { page } = await open({ film: AWAKE, at: '/#/about' });
  const link = page.getByRole('link', { name: /licences/ });
  const text = await (await page.request.get(await link.evaluate((a: HTMLAnchorElement) => a.href))).text();
  for (const name of ['react', '@tensorflow/tfjs-core', '@mediapipe/face_mesh', 'workbox-precaching'])
    expect(text).toContain(`\n${name} `);
});

test('the policy is not only sent: the browser refuses what it forbids', async ({ open }) => {
  const { page, guard } = await open({ film: AWAKE });
  guard.allow(/Content Security Policy|Trusted/);
  const refused = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      violations.push(effectiveDirective),
    );
    const script = document.createElement('script');
    script.src = URL.createObjectURL(new Blob(['window.wasInlined = true']));
    document.body.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    document.body.append(style);
    const reached = await fetch('https://example.invalid/').then(
      () => true,
      () => false,
    );
    const tries = [
      () => (document.createElement('div').innerHTML = '<b>text</b>'),
      () => new Worker('https://example.invalid/worker.js'),
      () => new Worker('data:text/javascript,'),
    ];
    const thrown = tries.map((attempt) => {
      try {
        attempt();
        return null;
      } catch (error) {
        return error instanceof TypeError;
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { violations, thrown, wasInlined: 'wasInlined' in window, reached };
  });
  expect(refused.thrown, 'Trusted Types').toEqual([true, true, true]);
  expect(refused.wasInlined).toBe(false);
  expect(refused.reached).toBe(false);
  expect(new Set(refused.violations)).toEqual(
    new Set(['script-src-elem', 'style-src-elem', 'connect-src', 'require-trusted-types-for']),
  );
});

/** The built scripts that a page's own thread can come to load: imports, now or later, not workers. */
function scriptsOfPage(page: string): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (text: string, script: RegExp): void => {
    for (const [, name] of text.matchAll(script)) {
      if (name === undefined || found.has(name)) continue;
      found.add(name);
      follow(
        readFileSync(`dist/assets/${name}`, 'utf8'),
        /(?:\bfrom|\bimport)\s*\(?\s*["'`]\.\/([\w-]+\.js)["'`]/g,
      );
    }
  };
  follow(readFileSync(`dist/${page}`, 'utf8'), /<script[^>]* src="[./]*assets\/([\w-]+\.js)"/g);
  return found;
}

test('neither tfjs nor MediaPipe is in what the pages themselves can load', () => {
  const holding = (mark: RegExp): readonly string[] =>
    readdirSync('dist/assets').filter(
      (file) => file.endsWith('.js') && mark.test(readFileSync(`dist/assets/${file}`, 'utf8')),
    );
  const tfjs = holding(/registerBackend|KernelFunc|getGlobalTensorClass/);
  const mediaPipe = holding(/mediapipe\.tasks\.vision/);
  const react = holding(/useSyncExternalStore/);
  expect(tfjs, 'the workers hold it, so its marks are known').not.toEqual([]);
  expect(mediaPipe, 'the workers hold it, so its marks are known').not.toEqual([]);
  for (const page of ['index.html', 'embed.html']) {
    const scripts = scriptsOfPage(page);
    expect(
      react.some((file) => scripts.has(file)),
      `${page} is followed to React`,
    ).toBe(true);
    const studio = [...scripts].some((name) => name.startsWith('studio-'));
    expect(studio, 'and to the studio, which is loaded later').toBe(true);
    expect([...tfjs, ...mediaPipe].filter((file) => scripts.has(file))).toEqual([]);
  }
});

test('?backend= chooses, and the page says which one runs', async ({ open }) => {
  const { page } = await open({ film: AWAKE, enrolled: true, at: '/?backend=webgl' });
  await start(page);
  await untilMonitoring(page);
  await expect(page.getByTestId('backend')).toHaveAttribute('data-backend', 'webgl');
});
