import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import type { Platform } from '../../../src/cli/lti/platforms';

const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/';

/** A learning platform on this machine, which signs launches with keys of its own. */
export interface FakePlatform {
  readonly registration: Platform;
  readonly origin: string;
  /** The tool that it launches. */
  tool: { readonly login: string; readonly launch: string };
  /** Changed in what the next launches say. */
  claims: JWTPayload;
  leavesOut: readonly string[];
  /** Signs with a key that it does not publish. */
  isForged: boolean;
  readonly sendsKeys: (does: boolean) => void;
  /** Sends its keys in another way. */
  sendInstead: ((response: ServerResponse, keys: string) => void) | null;
  /** How often it was asked for its keys. */
  asked: number;
  /** Signs with another key from now on, and publishes that under this name. */
  readonly rotate: (kid: string) => void;
  /** The token of a launch that was asked for with this address. */
  readonly token: (asked: URL) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Made once: a key of this kind takes its time. */
const KEYS = Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);

/**
 * `/course` shows the tool in a frame, as platforms do: the frame logs in, the platform answers by
 * a form that posts itself.
 */
export async function openPlatform(): Promise<FakePlatform> {
  const [first, strange] = await KEYS;
  let keys = first;
  let kid = 'platform-key';
  let sendsKeys = true;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', platform.origin);
    const show = (html: string) =>
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html>${html}`);
    if (url.pathname === '/keys' && sendsKeys) {
      platform.asked++;
      void exportJWK(keys.publicKey).then((jwk) => {
        const published = JSON.stringify({ keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] });
        if (platform.sendInstead) platform.sendInstead(response, published);
        else response.setHeader('Content-Type', 'application/json').end(published);
      });
    } else if (url.pathname === '/authorize') {
      void platform
        .token(url)
        .then((token) =>
          show(
            `<form method="post" action="${platform.tool.launch}">` +
              `<input name="id_token" value="${token}"><input name="state" value="${url.searchParams.get('state')}">` +
              `</form><script>document.forms[0].submit()</script>`,
          ),
        );
    } else if (url.pathname === '/course') {
      const login = new URL(platform.tool.login);
      const asked = { iss: platform.origin, login_hint: '4711', target_link_uri: platform.tool.launch };
      for (const [name, value] of Object.entries(asked)) login.searchParams.set(name, value);
      show(
        `<title>A course</title><script>
          const heard = [];
          addEventListener('message', ({ data, origin }) => heard.push({ data, origin }));
        </script><iframe title="Wakeful" width="500" height="500" allow="camera *; autoplay *" src="${login.href.replaceAll('&', '&amp;')}"></iframe>`,
      );
    } else response.writeHead(url.pathname === '/favicon.ico' ? 204 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const registration: Platform = {
    issuer: origin,
    clientId: 'wakeful-client',
    deployments: ['deployment-1'],
    authorization: `${origin}/authorize`,
    keys: `${origin}/keys`,
    origins: [origin],
  };
  const platform: FakePlatform = {
    registration,
    origin,
    tool: { login: '', launch: '' },
    claims: {},
    leavesOut: [],
    isForged: false,
    sendsKeys: (does) => (sendsKeys = does),
    sendInstead: null,
    asked: 0,
    rotate(name) {
      keys = strange;
      kid = name;
    },
    token(asked) {
      const now = Math.floor(Date.now() / 1000);
      const claims: Record<string, unknown> = {
        iss: origin,
        aud: asked.searchParams.get('client_id'),
        sub: 'learner-4711',
        name: 'Ada Lovelace',
        email: 'ada@course.example',
        iat: now,
        exp: now + 60,
        nonce: asked.searchParams.get('nonce'),
        [`${CLAIM}message_type`]: 'LtiResourceLinkRequest',
        [`${CLAIM}version`]: '1.3.0',
        [`${CLAIM}deployment_id`]: 'deployment-1',
        [`${CLAIM}target_link_uri`]: platform.tool.launch,
        [`${CLAIM}resource_link`]: { id: 'lecture-7' },
        [`${CLAIM}launch_presentation`]: {
          document_target: 'iframe',
          return_url: `${origin}/course`,
          locale: 'en-GB',
        },
        ...platform.claims,
      };
      for (const name of platform.leavesOut) Reflect.deleteProperty(claims, name);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(platform.isForged ? strange.privateKey : keys.privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return platform;
}
