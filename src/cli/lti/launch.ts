/**
 * LTI 1.3 (https://www.imsglobal.org/spec/lti/v1p3) and its login
 * (https://www.imsglobal.org/spec/security/v1p0), as far as an anonymous launch needs them. Nothing
 * is stored: what is known of a launch between its two requests is in the signed `state`.
 *
 * The state is bound to no cookie, which browsers block in frames. So somebody could have another
 * browser finish their launch; as a launch says nothing about anybody and opens nothing that is
 * not open anyway, that gains nothing.
 */
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  SignJWT,
  type FetchImplementation,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import * as v from 'valibot';
import type { Clock, Milliseconds } from '../../common/clock';
import { WakefulError } from '../../common/errors';
import type { Platform } from './platforms';

/** ms from the login to the launch: two redirects. */
export const LAUNCH_WITHIN: Milliseconds = 5 * 60_000;

/** ms that a platform has to send its keys, and bytes of them at most: a key has some hundred. */
const KEYS_WITHIN: Milliseconds = 5_000;
const KEYS_LIMIT = 256 * 1024;

/** s by which the platform's clock may be off. */
const CLOCK_TOLERANCE = 60;

const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/';

const stateSchema = v.object({ issuer: v.string(), clientId: v.string(), nonce: v.string() });

/** All that is read of a launch; names and addresses of people, if there are any, are not. */
const claimsSchema = v.object({
  nonce: v.string(),
  azp: v.optional(v.string()),
  [`${CLAIM}deployment_id` as const]: v.string(),
  [`${CLAIM}message_type` as const]: v.string(),
  [`${CLAIM}version` as const]: v.literal('1.3.0'),
  [`${CLAIM}launch_presentation` as const]: v.nullish(
    v.object({
      document_target: v.nullish(v.string()),
      return_url: v.nullish(v.string()),
      locale: v.nullish(v.string()),
    }),
  ),
});

/** What is wrong with a launch, and what the person before the screen can do. */
const PROBLEMS = {
  incomplete: ['This page is opened by a learning platform.', 'Open the activity in your course.'],
  platform: [
    'This learning platform is not known here.',
    'Whoever runs Wakeful here has to add its issuer and client ID.',
  ],
  deployment: [
    'This course is not known here.',
    'Whoever runs Wakeful here has to add the deployment ID of the platform.',
  ],
  state: ['This launch was not begun here, or took too long.', 'Open the activity again.'],
  expired: [
    'This launch is too old.',
    'Open the activity again. If that does not help, the clock of the platform or of Wakeful is wrong.',
  ],
  used: ['This launch was used before.', 'Open the activity again.'],
  audience: [
    'This launch is meant for another tool, or for others besides.',
    'Whoever keeps the platform has to compare the client ID.',
  ],
  signature: [
    'This launch is not signed by the platform that it names.',
    'Open the activity again in a minute. If that does not help, tell whoever keeps the platform.',
  ],
  key: [
    'The platform has not published the key of this launch.',
    'Open the activity again in a minute: the platform is asked for new keys twice a minute at most. If that does not ' +
      'help, tell whoever keeps the platform.',
  ],
  keys: ['The platform does not send its keys.', 'Open the activity again in a few minutes.'],
  'keys-unusable': [
    'What the platform sends as its keys cannot be used.',
    'Whoever runs Wakeful here has to compare the address of its keys.',
  ],
  refused: ['The platform did not launch.', 'Log in there again, then open the activity.'],
  message: [
    'The platform asks for something that Wakeful does not do.',
    'Add Wakeful as an activity with its launch address, without a choice of content.',
  ],
} satisfies Record<string, readonly [message: string, remedy: string]>;

type Problem = keyof typeof PROBLEMS;

/** The launch does not lead to the monitor. */
export class LaunchError extends WakefulError<`lti-${Problem}`> {
  constructor(problem: Problem) {
    super(`lti-${problem}`, ...PROBLEMS[problem]);
  }
}

/** Where a launch leads. */
interface Launch {
  /** Origin of the page around the frame. */
  readonly host: string;
  /** Opened in a window, not in a frame. */
  readonly isWindow: boolean;
  /** Language tag of the platform. */
  readonly lang: string | null;
}

export interface LaunchParts {
  readonly platforms: readonly Platform[];
  /** Address to which the platform posts launches. */
  readonly launchUrl: string;
  /** Signs states. */
  readonly secret: Uint8Array;
  readonly now: Clock;
}

/** The tool's part of a launch: its two requests. */
export function createLaunches({ platforms, launchUrl, secret, now }: LaunchParts) {
  const keysOf = new Map(
    platforms.map((platform) => [
      platform,
      createRemoteJWKSet(new URL(platform.keys), {
        timeoutDuration: KEYS_WITHIN,
        [customFetch]: fetchKeys,
      }),
    ]),
  );
  /** Nonces of launches until their states expire; another process does not know them. */
  const used = new Map<string, Milliseconds>();

  function platformOf(issuer: string | null, clientId: string | null): Platform {
    const found = platforms.filter(
      (each) => each.issuer === issuer && (clientId === null || each.clientId === clientId),
    );
    const [platform] = found;
    if (!platform || found.length > 1) throw new LaunchError('platform');
    return platform;
  }

  /** @returns address at the platform, to which the browser goes next */
  async function login(asked: URLSearchParams): Promise<string> {
    const loginHint = asked.get('login_hint');
    if (loginHint === null || !asked.has('iss')) throw new LaunchError('incomplete');
    const { issuer, clientId, authorization } = platformOf(asked.get('iss'), asked.get('client_id'));
    const nonce = crypto.randomUUID();
    const state = await new SignJWT({ issuer, clientId, nonce })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(new Date(now() + LAUNCH_WITHIN))
      .sign(secret);
    const address = new URL(authorization);
    const messageHint = asked.get('lti_message_hint');
    for (const [name, value] of Object.entries({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: clientId,
      redirect_uri: launchUrl,
      login_hint: loginHint,
      ...(messageHint !== null && { lti_message_hint: messageHint }),
      nonce,
      state,
    }))
      address.searchParams.set(name, value);
    return address.href;
  }

  async function launch(form: URLSearchParams): Promise<Launch> {
    const [token, signed] = [form.get('id_token'), form.get('state')];
    if (form.has('error')) throw new LaunchError('refused');
    if (token === null || signed === null) throw new LaunchError('incomplete');
    const currentDate = new Date(now());

    const state = v.safeParse(
      stateSchema,
      await jwtVerify(signed, secret, { currentDate, algorithms: ['HS256'] }).then(
        ({ payload }) => payload,
        () => null,
      ),
    );
    if (!state.success) throw new LaunchError('state');
    const platform = platformOf(state.output.issuer, state.output.clientId);
    const { clientId } = platform;

    const payload = await verified(token, keysOf.get(platform)!, {
      currentDate,
      algorithms: ['RS256'],
      issuer: platform.issuer,
      audience: clientId,
      requiredClaims: ['exp', 'iat', 'nonce'],
      maxTokenAge: LAUNCH_WITHIN / 1000,
      clockTolerance: CLOCK_TOLERANCE,
    });
    const claims = v.safeParse(claimsSchema, payload);
    if (!claims.success) throw new LaunchError('message');
    const { azp = clientId, nonce, ...said } = claims.output;
    // No other audience is trusted, whoever it was that asked.
    if (azp !== clientId || [payload.aud].flat().some((each) => each !== clientId))
      throw new LaunchError('audience');
    if (nonce !== state.output.nonce) throw new LaunchError('state');
    if (!platform.deployments.includes(said[`${CLAIM}deployment_id`])) throw new LaunchError('deployment');
    if (said[`${CLAIM}message_type`] !== 'LtiResourceLinkRequest') throw new LaunchError('message');
    use(nonce);

    const { document_target, return_url, locale } = said[`${CLAIM}launch_presentation`] ?? {};
    const around = URL.canParse(return_url ?? '') ? new URL(return_url ?? '').origin : '';
    const host = platform.origins.find((origin) => origin === around) ?? platform.origins[0]!;
    return { host, isWindow: document_target === 'window', lang: locale ?? null };
  }

  function use(nonce: string): void {
    for (const [old, until] of used) if (until < now()) used.delete(old);
    if (used.has(nonce)) throw new LaunchError('used');
    used.set(nonce, now() + LAUNCH_WITHIN);
  }

  return { login, launch };
}

/** A platform's keys as far as they are of a size that keys have; their time is jose's to end. */
const fetchKeys: FetchImplementation = async (url, options) => {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const { status, body } = await fetch(url, options);
    if (status !== 200) await body?.cancel();
    if (status !== 200 || !body) throw new Error('No keys came.');
    for await (const part of body) {
      length += part.length;
      if (length > KEYS_LIMIT) break;
      parts.push(part);
    }
  } catch {
    throw new LaunchError('keys');
  }
  if (length > KEYS_LIMIT) throw new LaunchError('keys-unusable');
  return new Response(Buffer.concat(parts));
};

/** What a token says, which one of the keys has signed. @throws LaunchError */
async function verified(
  token: string,
  keys: ReturnType<typeof createRemoteJWKSet>,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  const verify = async () => (await jwtVerify(token, keys, options)).payload;
  try {
    return await verify().catch(async (error: unknown) => {
      // A key may have been replaced under its name; jose asks again for names alone.
      if (!(error instanceof errors.JWSSignatureVerificationFailed) || keys.coolingDown) throw error;
      await keys.reload();
      return verify();
    });
  } catch (error) {
    // Not as its cause: it holds what the token says about a person.
    throw error instanceof LaunchError ? error : new LaunchError(problemOf(error));
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'audience';
    if (error.claim === 'iss') return 'platform';
    return error.claim === 'iat' ? 'expired' : 'message';
  }
  if (error instanceof errors.JWKSNoMatchingKey) return 'key';
  // Another algorithm, another signature, no token at all; all the rest is about the keys.
  const isForged =
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC';
  return isForged ? 'signature' : 'keys-unusable';
}
