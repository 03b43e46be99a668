/**
 * The security headers, once: `vite preview` sends them, the build writes them into dist/_headers
 * for static hosts (Netlify, Cloudflare Pages, …) and the policy into a <meta> for hosts that send
 * no headers at all.
 */

/** CSP directive name → its sources, in the order they are written. */
export type ContentPolicy = Readonly<Record<string, readonly string[]>>;

/**
 * Nothing from anywhere but the app's own origin; no inline script or style, no eval. WebAssembly
 * may be compiled: the face landmarker and the wasm backend are WebAssembly.
 */
const POLICY: ContentPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'media-src': ["'self'", 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'object-src': ["'none'"],
  // Text becomes markup or a script's address through a policy only: that of public/start.js, which
  // lets the own origin's scripts pass, and MediaPipe's for its loader.
  'require-trusted-types-for': ["'script'"],
  'trusted-types': ['default', 'goog#html'],
};

/**
 * The dev server alone: hot module replacement needs a web socket, an inline preamble and inline
 * styles. The built app never gets this policy.
 */
const DEV_RELAXATIONS: Readonly<Record<string, readonly string[] | undefined>> = {
  // Its client and overlay write markup.
  'require-trusted-types-for': undefined,
  'trusted-types': undefined,
  'script-src': ["'self'", "'wasm-unsafe-eval'", "'unsafe-inline'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'connect-src': ["'self'", 'ws:'],
};

/** Features the app uses are kept to its own origin; what it never uses is off even for itself. */
const PERMISSIONS_POLICY = [
  'camera=(self)',
  'autoplay=(self)',
  'screen-wake-lock=(self)',
  'fullscreen=(self)',
  'microphone=()',
  'display-capture=()',
  'geolocation=()',
  'payment=()',
  'usb=()',
  'serial=()',
  'midi=()',
].join(', ');

/** Who may show the app in a frame: its own origin, unless a deployer names course pages. */
export const DEFAULT_FRAME_ANCESTORS: readonly string[] = ["'self'"];

/**
 * Sources of `frame-ancestors` from the environment variable of a deployer: separated by spaces.
 */
export function frameAncestorsFrom(variable: string | undefined): readonly string[] {
  const sources = (variable ?? '').split(/\s+/).filter((source) => source !== '');
  const strange = sources.find((source) => /[;,]/.test(source));
  if (strange !== undefined)
    throw new Error(`WAKEFUL_FRAME_ANCESTORS: "${strange}" is not a source; separate sources by spaces.`);
  return sources.length > 0 ? sources : DEFAULT_FRAME_ANCESTORS;
}

const write = (policy: Readonly<Record<string, readonly string[] | undefined>>): string =>
  Object.entries(policy)
    .flatMap(([directive, sources]) => (sources ? `${directive} ${sources.join(' ')}` : []))
    .join('; ');

/** Who may load a file: pages of the own origin, but for what course pages import. */
const RESOURCE_POLICY = 'Cross-Origin-Resource-Policy';

/** The policy for a <meta>: browsers refuse `frame-ancestors` there. */
export const metaContentPolicy = (): string => write(POLICY);

/** All headers of the built app. */
export function securityHeaders(
  frameAncestors: readonly string[] = DEFAULT_FRAME_ANCESTORS,
): Record<string, string> {
  return {
    'Content-Security-Policy': write({ ...POLICY, 'frame-ancestors': frameAncestors }),
    'Permissions-Policy': PERMISSIONS_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    [RESOURCE_POLICY]: 'same-origin',
  };
}

/** The dev server's headers: the same but for what hot module replacement needs. */
export function devHeaders(): Record<string, string> {
  return {
    ...securityHeaders(),
    'Content-Security-Policy': write({
      ...POLICY,
      ...DEV_RELAXATIONS,
      'frame-ancestors': DEFAULT_FRAME_ANCESTORS,
    }),
  };
}

/** The script that course pages import, beside embed.html. */
export const SDK_FILE = 'wakeful-embed.js';

/** The script that fills a course page by itself. */
export const AUTO_FILE = 'wakeful-auto.js';

/** They are modules that pages of other origins load: browsers want to be told that they may. */
export const SDK_HEADERS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  [RESOURCE_POLICY]: 'cross-origin',
};

/** Where a server shows the course page of demo/. */
export const DEMO_PATH = '/demo';

/** The demo is a course page: it frames the monitor and shows a lecture that it draws itself. */
export const demoHeaders = (): Record<string, string> => ({
  ...securityHeaders(),
  'Content-Security-Policy': write({ ...POLICY, 'frame-src': ["'self'"], 'frame-ancestors': ["'none'"] }),
});

/** Files whose name holds a hash of their content never change. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** What names those files is asked for anew each time, or nobody would hear of a new version. */
const REVALIDATE = 'no-cache';

/** @param path below the build, without a slash in front */
export const cacheControl = (path: string): string => (path.startsWith('assets/') ? IMMUTABLE : REVALIDATE);

/**
 * dist/_headers in the format that Netlify and Cloudflare Pages share. Both join the values of all
 * blocks that match a path, so no path has two of one header.
 * @param entries files that keep their name from version to version
 */
export function headersFile(
  headers: Readonly<Record<string, string>>,
  assetsFolder: string,
  entries: readonly string[],
): string {
  const { [RESOURCE_POLICY]: resourcePolicy, ...everywhere } = headers;
  const block = (path: string, cacheControl: string): string[] => [
    `/${path}`,
    `  Cache-Control: ${cacheControl}`,
    `  ${RESOURCE_POLICY}: ${resourcePolicy}`,
  ];
  return [
    '/*',
    ...Object.entries(everywhere).map(([name, value]) => `  ${name}: ${value}`),
    ...block(`${assetsFolder}/*`, IMMUTABLE),
    ...['', ...entries].flatMap((path) => block(path, REVALIDATE)),
    ...[SDK_FILE, AUTO_FILE].flatMap((file) => [
      `/${file}`,
      ...Object.entries(SDK_HEADERS).map(([name, value]) => `  ${name}: ${value}`),
    ]),
    '',
  ].join('\n');
}
