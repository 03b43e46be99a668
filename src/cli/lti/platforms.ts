import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { messageOf, WakefulError } from '../../common/errors';

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** No wildcard, nor anything else that the list of who may frame the page reads otherwise. */
const HOSTNAME = /^[a-z0-9.-]+$|^\[[0-9a-f:]+\]$/;

/** https, or this machine for a trial: tokens and keys must not be changed on their way. */
export const isSafeAddress = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !HOSTNAME.test(url.hostname)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
};

const address = v.pipe(v.string(), v.check(isSafeAddress, 'is no https address'));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));

const platformSchema = v.pipe(
  v.strictObject({
    /** As the platform writes it, character by character. */
    issuer: address,
    clientId: name,
    deployments: v.pipe(v.array(name), v.minLength(1)),
    /** Where a launch is asked for. */
    authorization: address,
    /** Its keys (JWKS). */
    keys: address,
    /** Of its pages; otherwise that of the issuer. */
    origins: v.optional(v.pipe(v.array(address), v.minLength(1))),
  }),
  v.transform(({ origins, ...platform }) => ({
    ...platform,
    origins: (origins ?? [platform.issuer]).map((each) => new URL(each).origin),
  })),
);

/** A learning platform that may launch. */
export type Platform = Readonly<v.InferOutput<typeof platformSchema>>;

const fileSchema = v.strictObject({
  platforms: v.pipe(
    v.array(platformSchema),
    v.minLength(1),
    v.check(
      (all) =>
        new Set(all.map(({ issuer, clientId }) => JSON.stringify([issuer, clientId]))).size === all.length,
      'names the same issuer and client ID twice',
    ),
  ),
});

/** Reads the file that names the platforms. @throws WakefulError `lti-platforms` */
export function readPlatforms(path: string): readonly Platform[] {
  try {
    const read = v.safeParse(fileSchema, JSON.parse(readFileSync(path, 'utf8')));
    if (read.success) return read.output.platforms;
    const [issue] = read.issues;
    throw new Error(`${v.getDotPath(issue) ?? 'it'} ${issue.message}`);
  } catch (error) {
    throw new WakefulError(
      'lti-platforms',
      `"${path}" does not name the platforms: ${messageOf(error)}.`,
      'docs/embedding.md shows such a file, under “LTI 1.3”.',
      { cause: error },
    );
  }
}
