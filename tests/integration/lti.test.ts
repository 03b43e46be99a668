import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LAUNCH_WITHIN } from '../../src/cli/lti/launch';
import { readPlatforms } from '../../src/cli/lti/platforms';
import { createLtiServer, KEYS_PATH, LAUNCH_PATH, LOGIN_PATH } from '../../src/cli/lti/server';
import { docSnippet } from '../support/doc-snippets';
import { openPlatform, type FakePlatform } from '../support/lti/platform';

const FORM = 'application/x-www-form-urlencoded';
const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/';

let folder: string;
let platform: FakePlatform;
let tool: Server;
let origin: string;
let passed: number;
let logged: unknown[];

beforeEach(async () => {
  logged = [];
  for (const level of ['log', 'warn', 'error', 'info'] as const)
    vi.spyOn(console, level).mockImplementation((...said) => logged.push(said));
  folder = mkdtempSync(join(tmpdir(), 'wakeful-lti-'));
  writeFileSync(
    join(folder, 'embed.html'),
    `<head><meta name="wakeful-frame-ancestors" content="'self'"></head><body>The frame</body>`,
  );
  writeFileSync(join(folder, 'index.html'), 'The app');
  writeFileSync(join(folder, 'wakeful-auto.js'), 'auto');
  platform = await openPlatform();
  passed = 0;
  await serve();
});

afterEach(async () => {
  tool.closeAllConnections();
  await new Promise((resolve) => tool.close(resolve));
  await platform.close();
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

async function serve(registrations = [platform.registration]): Promise<void> {
  tool = createLtiServer({
    platforms: registrations,
    url: 'http://127.0.0.1',
    dist: folder,
    frameAncestors: ["'self'"],
    secret: new Uint8Array(32).fill(7),
    now: () => Date.now() + passed,
  });
  await new Promise<void>((resolve) => tool.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(tool.address() as AddressInfo).port}`;
  platform.tool = { login: origin + LOGIN_PATH, launch: origin + LAUNCH_PATH };
}

const get = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: 'manual', ...init });

/** The platform begins. @returns where the browser is led: the platform's own address */
async function login(more: Record<string, string> = {}): Promise<URL> {
  const asked = new URLSearchParams({
    iss: platform.origin,
    login_hint: '4711',
    target_link_uri: platform.tool.launch,
    ...more,
  });
  const response = await get(`${LOGIN_PATH}?${asked}`);
  expect(response.status, await response.text()).toBe(303);
  return new URL(response.headers.get('Location')!);
}

const post = (form: Record<string, string>) =>
  get(LAUNCH_PATH, { method: 'POST', body: new URLSearchParams(form), headers: { 'Content-Type': FORM } });

/** The platform answers. */
async function launch(asked: URL): Promise<Response> {
  return post({ id_token: await platform.token(asked), state: asked.searchParams.get('state')! });
}

/** A plain page in words, and nothing else. */
async function expectPage(response: Response, says: string, status = 400): Promise<void> {
  const text = await response.text();
  expect(text).toContain(`<h1>${says}`);
  expect(text).not.toMatch(/Ada|4711|<script/);
  expect(response.status).toBe(status);
  expect(response.headers.get('Content-Type')).toContain('text/html');
  expect(response.headers.get('Content-Security-Policy')).toContain(
    `frame-ancestors 'self' ${platform.origin}`,
  );
}

describe('a launch', () => {
  it('leads over the platform to the frame in it', async () => {
    const asked = await login({ lti_message_hint: 'hint' });
    expect(asked.origin + asked.pathname).toBe(platform.registration.authorization);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: 'wakeful-client',
      redirect_uri: `http://127.0.0.1${LAUNCH_PATH}`,
      login_hint: '4711',
      lti_message_hint: 'hint',
      nonce: expect.any(String) as string,
      state: expect.any(String) as string,
    });

    const launched = await launch(asked);
    expect(launched.status).toBe(303);
    const frame = new URL(launched.headers.get('Location')!, origin);
    expect(frame.pathname).toBe('/embed.html');
    expect(Object.fromEntries(frame.searchParams)).toEqual({
      host: platform.origin,
      alone: 'true',
      lti: 'true',
      lang: 'en-GB',
    });
    const page = await get(frame.pathname + frame.search);
    expect(page.headers.get('Content-Security-Policy')).toContain(
      `frame-ancestors 'self' ${platform.origin}`,
    );
    expect(await page.text()).toContain(`content="'self' ${platform.origin}"`);
    expect(launched.headers.get('Set-Cookie')).toBeNull();
    expect(logged, 'nothing is logged').toEqual([]);
  });

  it('may begin by a form, and of an anonymous learner', async () => {
    const body = new URLSearchParams({
      iss: platform.origin,
      login_hint: '4711',
      client_id: 'wakeful-client',
    });
    const headers = { 'Content-Type': 'Application/X-WWW-Form-URLencoded' };
    const begun = await get(LOGIN_PATH, { method: 'POST', body, headers });
    platform.leavesOut = ['sub', 'name', 'email'];
    platform.claims = { aud: ['wakeful-client'] };
    expect((await launch(new URL(begun.headers.get('Location')!))).status).toBe(303);
  });

  it('leads to the app itself where the platform opens a window', async () => {
    platform.claims = { [`${CLAIM}launch_presentation`]: { document_target: 'window' } };
    expect((await launch(await login())).headers.get('Location')).toBe('/index.html');
  });

  it.each([null, { return_url: null, locale: null, document_target: null }])(
    'may say nothing about the page around it: %j',
    async (said) => {
      platform.claims = { [`${CLAIM}launch_presentation`]: said };
      expect((await launch(await login())).status).toBe(303);
    },
  );

  it('names the page around the frame, of those that the platform has', async () => {
    const origins = ['https://one.example', 'https://two.example'];
    tool.close();
    await serve([{ ...platform.registration, origins }]);
    const hostAfter = async (returnUrl?: string) => {
      platform.claims = { [`${CLAIM}launch_presentation`]: { return_url: returnUrl } };
      const { headers } = await launch(await login());
      return new URL(headers.get('Location')!, origin).searchParams.get('host');
    };
    expect(await hostAfter('https://two.example/back')).toBe('https://two.example');
    expect(await hostAfter('https://evil.example/back')).toBe('https://one.example');
    expect(await hostAfter('no address')).toBe('https://one.example');
    expect(await hostAfter()).toBe('https://one.example');
  });
});

describe('a launch is refused', () => {
  it('of a platform that is not listed, before anybody is led anywhere', async () => {
    for (const asked of [
      { iss: 'https://evil.example', login_hint: '1' },
      { iss: platform.origin, login_hint: '1', client_id: 'another' },
    ])
      await expectPage(
        await get(`${LOGIN_PATH}?${new URLSearchParams(asked)}`),
        'This learning platform is not',
      );
    await expectPage(await get(LOGIN_PATH), 'This page is opened by a learning platform');
  });

  it.each([
    ['for another tool', { aud: 'another' }, 'This launch is meant for another tool'],
    [
      'for several, of which another asked',
      { aud: ['wakeful-client', 'b'], azp: 'b' },
      'This launch is meant for',
    ],
    ['for several, and nobody says who asked', { aud: ['wakeful-client', 'b'] }, 'This launch is meant for'],
    ['for several', { aud: ['wakeful-client', 'b'], azp: 'wakeful-client' }, 'This launch is meant for'],
    ['that another tool asked for', { azp: 'b' }, 'This launch is meant for'],
    ['of another issuer', { iss: 'https://evil.example' }, 'This learning platform is not known'],
    ['that is over', { exp: 1_000_000_000 }, 'This launch is too old'],
    ['that was signed long ago', { iat: 1_000_000_000 }, 'This launch is too old'],
    ['of another login', { nonce: 'another' }, 'This launch was not begun here'],
    ['of a course that is not listed', { [`${CLAIM}deployment_id`]: 'other' }, 'This course is not known'],
    [
      'that wants content chosen',
      { [`${CLAIM}message_type`]: 'LtiDeepLinkingRequest' },
      'The platform asks for',
    ],
    ['of another version', { [`${CLAIM}version`]: '1.1' }, 'The platform asks for something'],
  ])('%s', async (_, claims, says) => {
    platform.claims = claims;
    await expectPage(await launch(await login()), says);
    expect(logged).toEqual([]);
  });

  it('the second time', async () => {
    const asked = await login();
    const form = { id_token: await platform.token(asked), state: asked.searchParams.get('state')! };
    expect((await post(form)).status).toBe(303);
    await expectPage(await post(form), 'This launch was used before');
  });

  it('after five minutes, and where its state is not signed here', async () => {
    const asked = await login();
    passed = LAUNCH_WITHIN + 1000;
    await expectPage(await launch(asked), 'This launch was not begun here, or took too long');
    passed = 0;
    const id_token = await platform.token(asked);
    const [head, , signature] = asked.searchParams.get('state')!.split('.');
    const forged = [head, Buffer.from(JSON.stringify({ nonce: 'mine' })).toString('base64url'), signature];
    for (const state of ['', 'a.b.c', forged.join('.'), id_token])
      await expectPage(await post({ id_token, state }), 'This launch was not begun here');
  });

  it('signed by somebody else, by no algorithm, or damaged', async () => {
    platform.isForged = true;
    const asked = await login();
    const state = asked.searchParams.get('state')!;
    await expectPage(await launch(asked), 'This launch is not signed by the platform');
    platform.isForged = false;
    const [, payload] = (await platform.token(asked)).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const id_token of [`${none}.${payload}.`, 'nonsense', ''])
      await expectPage(await post({ id_token, state }), 'This launch is not signed by the platform');
  });

  it('when the platform’s keys cannot be had, and not for good', async () => {
    platform.sendsKeys(false);
    await expectPage(await launch(await login()), 'The platform does not send its keys');
    platform.sendsKeys(true);
    expect((await launch(await login())).status).toBe(303);
  });

  const UNUSABLE = 'What the platform sends as its keys cannot be used';

  it.each<[string, string, FakePlatform['sendInstead']]>([
    ['never end', 'The platform does not send its keys', (response) => void response.write('{"keys":[')],
    ['are elsewhere', 'The platform does not send its keys', (response) => response.writeHead(302).end()],
    ['have megabytes', UNUSABLE, (response, keys) => response.end(keys.padStart(5_000_000))],
    [
      'have megabytes when unpacked',
      UNUSABLE,
      (response, keys) =>
        response.setHeader('Content-Encoding', 'gzip').end(gzipSync(keys.padStart(5_000_000))),
    ],
    ['are none', UNUSABLE, (response) => response.end('{"keys":"mine"}')],
    ['are a page', UNUSABLE, (response) => response.end('<h1>Log in</h1>')],
  ])(
    'when the platform’s keys %s, and not for good',
    async (_, says, send) => {
      platform.sendInstead = send;
      await expectPage(await launch(await login()), says);
      platform.sendInstead = null;
      expect((await launch(await login())).status).toBe(303);
    },
    20_000,
  );

  it('when the platform says so, or says nothing', async () => {
    await expectPage(await post({ error: 'login_required' }), 'The platform did not launch');
    await expectPage(await post({}), 'This page is opened by a learning platform');
  });

  it('when it is no form, too large, or asked for otherwise', async () => {
    await expectPage(await get(LAUNCH_PATH), 'This page is not opened like this', 405);
    await expectPage(
      await get('/embed.html', { method: 'DELETE' }),
      'This page is not opened like this',
      405,
    );
    const json = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } };
    await expectPage(await get(LAUNCH_PATH, json), 'This is no launch', 415);
    await expectPage(
      await post({ id_token: 'x'.repeat(100_000), state: 'x' }),
      'This launch is too large',
      413,
    );
  });

  it('when it never ends: the server does not wait', () => {
    expect(tool.requestTimeout).toBeLessThanOrEqual(15_000);
    expect(tool.headersTimeout).toBeLessThanOrEqual(10_000);
  });
});

describe('new keys of the platform', () => {
  /** jose asks the clock by itself. */
  const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => vi.useRealTimers());

  it.each(['another-key', 'platform-key'])('are fetched once there is one, called %s', async (kid) => {
    expect((await launch(await login())).status).toBe(303);
    pass(60);
    platform.rotate(kid);
    for (let k = 0; k < 3; k++) expect((await launch(await login())).status).toBe(303);
    expect(platform.asked).toBe(2);
  });

  it('are fetched twice a minute at most, and the page says to try again', async () => {
    expect((await launch(await login())).status).toBe(303);
    platform.rotate('another-key');
    for (let k = 0; k < 3; k++)
      await expectPage(await launch(await login()), 'The platform has not published');
    expect(platform.asked).toBe(1);
    pass(31);
    expect((await launch(await login())).status).toBe(303);
    expect(platform.asked).toBe(2);
  });

  it('are asked for twice a minute at most by launches that are forged', async () => {
    expect((await launch(await login())).status).toBe(303);
    pass(60);
    platform.isForged = true;
    for (let k = 0; k < 5; k++)
      await expectPage(await launch(await login()), 'This launch is not signed by the platform');
    expect(platform.asked).toBe(2);
  });
});

describe('what is served besides', () => {
  it('is the build with its headers, and nothing outside of it', async () => {
    expect(await (await get('/')).text()).toBe('The app');
    expect((await get('/')).headers.get('Cache-Control')).toBe('no-cache');
    const script = await get('/wakeful-auto.js');
    expect(script.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(script.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
    expect(await (await get(KEYS_PATH)).json()).toEqual({ keys: [] });
    // The built page has the list of the build.
    for (const path of [
      '/embed',
      '/%65mbed.html',
      '/embed.html/',
      '/nothing',
      '/%2e%2e/package.json',
      '/..%2f..%2fetc/passwd',
    ])
      await expectPage(await get(path), 'There is no such page', 404);
    const raw = await new Promise<number>((resolve) => {
      const { port } = tool.address() as AddressInfo;
      request({ port, path: '/../../../etc/passwd' }, (response) => resolve(response.statusCode!)).end();
    });
    expect(raw).toBe(404);
  });

  it('is whole, whatever part is asked for', async () => {
    for (const Range of ['bytes=2-', 'bytes=abc', 'bytes=9-1', 'bytes=-', 'bytes=1e9-']) {
      const { status, text } = await new Promise<{ status?: number; text: string }>((resolve, reject) => {
        const { port } = tool.address() as AddressInfo;
        request({ port, path: '/wakeful-auto.js', headers: { Range } }, (response) => {
          let text = '';
          response.on('data', (part) => (text += String(part)));
          response.on('end', () => resolve({ status: response.statusCode!, text }));
        })
          .on('error', reject)
          .end();
      });
      expect([status, text], Range).toEqual([200, 'auto']);
    }
  });

  it('goes on when a file is gone', async () => {
    rmSync(join(folder, 'wakeful-auto.js'));
    await expect(get('/wakeful-auto.js').then((response) => response.text())).rejects.toThrow();
    expect((await get('/')).status).toBe(200);
  });

  it('goes on after a request that is none', async () => {
    const { port } = tool.address() as AddressInfo;
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('POST //[ HTTP/1.1\r\nHost: x\r\n\r\n'));
      socket.on('data', () => socket.destroy());
      socket.on('close', () => resolve());
    });
    expect((await get('/')).status).toBe(200);
    expect(logged).toEqual([]);
  });
});

describe('the file that names the platforms', () => {
  const read = (text: string) => {
    const path = join(folder, 'platforms.json');
    writeFileSync(path, text);
    return readPlatforms(path);
  };

  it('is the one in the docs; the origin of the issuer counts where none is named', () => {
    const [platform] = read(docSnippet('platforms.json'));
    expect(platform!.origins).toEqual([new URL(platform!.issuer).origin]);
  });

  it.each([
    ['not JSON', '{'],
    ['no platform', '{ "platforms": [] }'],
    ['a field that nobody knows', docSnippet('platforms.json').replace('clientId', 'client_id')],
    ['an address that is not secure', docSnippet('platforms.json').replace('https:', 'http:')],
    ['a wildcard', docSnippet('platforms.json').replace('https://course.example"', 'https://*.example"')],
    [
      'a hostname that is none',
      docSnippet('platforms.json').replace('https://course.example"', 'https://a;b\'c"'),
    ],
  ])('is told to be wrong: %s', (_, text) => {
    expect(() => read(text)).toThrow('does not name the platforms');
  });

  it('is told to be wrong where two platforms cannot be told apart', () => {
    const { platforms } = JSON.parse(docSnippet('platforms.json')) as { platforms: unknown[] };
    expect(() => read(JSON.stringify({ platforms: [...platforms, ...platforms] }))).toThrow(
      'platforms names the same issuer and client ID twice',
    );
  });
});

describe('npm run lti', () => {
  const run = (...options: string[]) =>
    new Promise<string>((resolve) => {
      const arguments_ = ['--import', 'tsx', 'src/cli/lti/main.ts', ...options];
      execFile(process.execPath, arguments_, (_, out, err) => resolve(out + err));
    });

  it('says what is wrong with its options', async () => {
    const path = join(folder, 'platforms.json');
    const said = await Promise.all([
      run('--platforms', path),
      run('--platforms', path, '--url', 'http://wakeful.example'),
      run('--platforms', path, '--url', 'https://wakeful.example/app'),
    ]);
    expect(said[0]).toContain('does not name the platforms');
    for (const wrong of said.slice(1)) expect(wrong).toContain('--url is an https address without a path');
  });
});
