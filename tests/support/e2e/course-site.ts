import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { preview } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** A web site of its own, on an origin of its own. */
export interface Site {
  readonly origin: string;
  /** What it serves, by path; may be changed at any time. */
  readonly files: Map<string, string>;
  /** What it sends with everything. */
  headers: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/**
 * Serves what a test puts into it. On 127.0.0.1, so that it is another site than the app on
 * localhost.
 */
export async function openSite(): Promise<Site> {
  const files = new Map<string, string>([['/icon.svg', readFileSync('public/icon.svg', 'utf8')]]);
  const site = {
    files,
    headers: {},
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const body = files.get(path);
    const missing = path === '/favicon.ico' ? 204 : 404;
    response.writeHead(body === undefined ? missing : 200, {
      ...site.headers,
      'Content-Type': TYPES[extname(path) || '.html'] ?? 'text/plain',
    });
    response.end(body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(site, { origin: `http://127.0.0.1:${port}` });
}

const VARIABLE = 'WAKEFUL_FRAME_ANCESTORS';

/**
 * Serves the build as `npm start` does for a deployer who lists these course pages.
 * @param sources value of the variable, as the deployer writes it
 */
export async function serveFor(
  sources: string,
): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const before = process.env[VARIABLE];
  process.env[VARIABLE] = sources;
  try {
    const server = await preview({
      configLoader: 'runner',
      preview: { port: 0, open: false },
      logLevel: 'warn',
    });
    const address = server.resolvedUrls?.local[0];
    if (address === undefined) throw new Error('The preview server has no local address.');
    return { origin: new URL(address).origin, close: () => server.close() };
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, VARIABLE);
    else process.env[VARIABLE] = before;
  }
}

/** The course page of demo/, as an instructor would put it on a site of their own. */
export function putDemo({ files }: Site, wakeful: string): void {
  for (const name of readdirSync('demo')) {
    const text = readFileSync(`demo/${name}`, 'utf8');
    files.set(`/demo/${name}`, text.replace('../wakeful-embed.js', `${wakeful}/wakeful-embed.js`));
  }
  files.set('/demo/', files.get('/demo/index.html') ?? '');
}
