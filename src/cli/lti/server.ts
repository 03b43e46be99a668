import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import sirv from 'sirv';
import { withList } from '../../../build/embed-plugin';
import {
  AUTO_FILE,
  cacheControl,
  SDK_FILE,
  SDK_HEADERS,
  securityHeaders,
} from '../../../build/security-headers';
import { WakefulError } from '../../common/errors';
import { createLaunches, type LaunchParts } from './launch';

/** Bytes of a launch at most: its token is some thousand. */
const BODY_LIMIT = 64 * 1024;

/** ms for the head of a request, and for all of it. */
const HEAD_WITHIN = 10_000;
const REQUEST_WITHIN = 15_000;

/** Paths that are registered at a platform. */
export const LOGIN_PATH = '/lti/login';
export const LAUNCH_PATH = '/lti/launch';
export const KEYS_PATH = '/lti/keys';

const EMBED_PATH = '/embed.html';
const FORM = 'application/x-www-form-urlencoded';

/** The request is none that this server answers. */
class RequestError extends WakefulError<'lti-request'> {
  readonly status: number;

  constructor(status: number, message: string) {
    super('lti-request', message, 'Open the activity in your course.');
    this.status = status;
  }
}

export interface LtiServerParts extends Omit<LaunchParts, 'launchUrl'> {
  /** Address under which browsers reach this server. */
  readonly url: string;
  /** Folder of the build. */
  readonly dist: string;
  /** Who else may show it, in the form of CSP's frame-ancestors. */
  readonly frameAncestors: readonly string[];
}

/** Serves the build to the platforms, and leads their launches to its frame. */
export function createLtiServer({ url, dist, frameAncestors, ...parts }: LtiServerParts): Server {
  const origins = parts.platforms.flatMap((platform) => platform.origins);
  const ancestors = [...new Set([...frameAncestors, ...origins])];
  const headers = securityHeaders(ancestors);
  const frame = withList(readFileSync(join(dist, 'embed.html'), 'utf8'), ancestors);
  const launches = createLaunches({ ...parts, launchUrl: new URL(LAUNCH_PATH, url).href });
  const files = sirv(dist, {
    etag: true,
    // None is left out: /embed would be the built page, with the list of the build.
    extensions: [],
    setHeaders(response, path) {
      response.setHeader('Cache-Control', cacheControl(path.slice(1)));
      if (path === `/${SDK_FILE}` || path === `/${AUTO_FILE}`)
        response.setHeaders(new Map(Object.entries(SDK_HEADERS)));
    },
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!URL.canParse(request.url ?? '', url)) throw new RequestError(400, 'This is no address.');
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    if (pathname === LOGIN_PATH) {
      allow(request, 'GET', 'POST');
      const asked = request.method === 'POST' ? await formOf(request) : searchParams;
      leadTo(response, await launches.login(asked));
    } else if (pathname === LAUNCH_PATH) {
      allow(request, 'POST');
      const { host, isWindow, lang } = await launches.launch(await formOf(request));
      const options = new URLSearchParams({
        host,
        alone: 'true',
        lti: 'true',
        ...(lang !== null && { lang }),
      });
      leadTo(response, isWindow ? '/index.html' : `${EMBED_PATH}?${options}`);
    } else {
      allow(request, 'GET', 'HEAD');
      if (pathname === KEYS_PATH) send(response, 200, 'application/json', '{"keys":[]}');
      else if (pathname === EMBED_PATH) send(response, 200, 'text/html; charset=utf-8', frame);
      else {
        // Otherwise sirv decodes `/%65mbed.html`, and sends the built page, with the list of the
        // build.
        if (/%|.\/$/.test(pathname)) throw new RequestError(404, 'There is no such page.');
        request.url = pathname === '/' ? '/index.html' : pathname;
        // Nothing here needs parts of files, and sirv throws at some ranges.
        delete request.headers.range;
        // sirv does neither: a file that is gone would end the process, a browser that is gone
        // leave one open.
        response.once('pipe', (file: Readable) => {
          file.once('error', () => response.destroy());
          response.once('close', () => file.destroy());
        });
        files(request, response, () =>
          sendProblem(response, new RequestError(404, 'There is no such page.')),
        );
      }
    }
  }

  const server = createServer((request, response) => {
    response.setHeaders(new Map(Object.entries(headers)));
    answer(request, response).catch((error: unknown) => {
      // Otherwise the browser has gone.
      if (!response.destroyed) sendProblem(response, error);
    });
  });
  server.headersTimeout = HEAD_WITHIN;
  server.requestTimeout = REQUEST_WITHIN;
  return server;
}

function allow({ method = '' }: IncomingMessage, ...methods: readonly string[]): void {
  if (!methods.includes(method)) throw new RequestError(405, 'This page is not opened like this.');
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== FORM)
    throw new RequestError(415, 'This is no launch.');
  const parts: Buffer[] = [];
  let length = 0;
  // Not destroyed: the page in words goes over the same connection.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_LIMIT) throw new RequestError(413, 'This launch is too large.');
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

function leadTo(response: ServerResponse, address: string): void {
  // 303: what comes next is asked for by GET, and can be reloaded.
  response.writeHead(303, { Location: address, 'Cache-Control': 'no-store' }).end();
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
}

/** A plain page in words; nothing of the request is in it, and nothing of it is logged. */
function sendProblem(response: ServerResponse, error: unknown): void {
  const isKnown = error instanceof WakefulError;
  if (!isKnown) console.error(error instanceof Error ? error.stack : error);
  const status = error instanceof RequestError ? error.status : isKnown ? 400 : 500;
  const [message, remedy] = isKnown
    ? [error.message, error.remedy]
    : ['Something went wrong here.', 'Open the activity again.'];
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of a body that is too large is not read.
  if (status === 413) response.setHeader('Connection', 'close');
  send(
    response,
    status,
    'text/html; charset=utf-8',
    `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">` +
      `<title>Wakeful</title></head><body><h1>${message}</h1><p>${remedy}</p></body></html>`,
  );
}
