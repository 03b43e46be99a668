/**
 * Which course pages may have the monitor: the sources of CSP's `frame-ancestors`, which the
 * deployer gives once (WAKEFUL_FRAME_ANCESTORS). The browser holds to the header where the host
 * sends it; the frame holds to the same list by itself, also where no header is sent, and for
 * messages.
 */

/**
 * `[scheme:]//[*.]host[:port|:*]`, lower case; a path is ignored, as browsers do for
 * frame-ancestors.
 */
const HOST_SOURCE = /^(?:(https?):\/\/)?(\*\.)?([a-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d+|\*))?(?:\/.*)?$/;

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * An origin as `location.origin` writes it, from a query string; null for anything else, `null`
 * included.
 */
export function originOf(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  const { protocol, origin } = new URL(text);
  return protocol in DEFAULT_PORTS && origin === text ? origin : null;
}

/**
 * Whether the list has this origin. A source that is not understood matches nothing, and an origin
 * that is hidden or of another scheme (`null`, `file://`) is on no list.
 * @param self the frame's own origin
 */
export const isAllowedHost = (origin: string, sources: readonly string[], self: string): boolean =>
  originOf(origin) !== null && sources.some((source) => matches(source.toLowerCase(), origin, self));

function matches(source: string, origin: string, self: string): boolean {
  if (source === "'self'") return origin === self;
  if (source === '*') return true;
  const { protocol, hostname, port } = new URL(origin);
  if (source === 'http:' || source === 'https:') return source === protocol;
  const parts = HOST_SOURCE.exec(source);
  if (!parts) return false;
  const [, scheme, wildcard, host = '', wantedPort] = parts;
  // Without a scheme: the frame's own, and https always.
  const isScheme = scheme
    ? protocol === `${scheme}:`
    : protocol === 'https:' || protocol === new URL(self).protocol;
  const isHost = wildcard ? hostname.endsWith(`.${host}`) : hostname === host;
  const own = DEFAULT_PORTS[protocol];
  const isPort = wantedPort === '*' || (port || own) === (wantedPort ?? own);
  return isScheme && isHost && isPort;
}
