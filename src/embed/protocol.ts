import * as v from 'valibot';
import { instant } from '../common/ranges';
import type { AlertLevel, WakefulnessState } from '../wakefulness/state-event';
import type { SharedAlertEvent, AvailabilityEvent, SharedAvailability, SharedStateEvent } from './api';

/**
 * The messages between a course page and the monitor's frame, checked by the same schemas on both
 * sides. Each is flat, and exact: one field more or less and it is no message. docs/embedding.md
 * lists them for whoever embeds.
 */

/**
 * Raised when a message changes in a way that an older side would misread. Both sides must have the
 * same.
 */
export const PROTOCOL_VERSION = 1;

/** The one message between windows: the page hands the frame its end of a MessageChannel. */
export const CONNECT = 'wakeful:connect';
export const ConnectSchema = v.strictObject({
  type: v.literal(CONNECT),
  version: v.literal(PROTOCOL_VERSION),
});
export type Connect = v.InferOutput<typeof ConnectSchema>;

/** What the page may ask for. */
export const CommandSchema = v.strictObject({ type: v.picklist(['start', 'pause', 'stop']) });
export type Command = v.InferOutput<typeof CommandSchema>;

/** ms since the epoch, in whole seconds: the moment an eye closed is nobody's business. */
const Seconds = v.pipe(instant, v.multipleOf(1000));

const WelcomeSchema = v.strictObject({ type: v.literal('welcome'), version: v.literal(PROTOCOL_VERSION) });

const StateSchema = v.strictObject({
  type: v.literal('state'),
  t: Seconds,
  state: v.picklist(['awake', 'drowsy', 'asleep', 'unknown'] satisfies WakefulnessState[]),
});

const AlertSchema = v.strictObject({
  type: v.literal('alert'),
  t: Seconds,
  level: v.nullable(v.picklist(['gentle', 'strong'] satisfies AlertLevel[])),
});

const AvailabilitySchema = v.strictObject({
  type: v.literal('availability'),
  t: Seconds,
  availability: v.picklist(['monitoring', 'paused', 'off'] satisfies SharedAvailability[]),
});

/** What may leave the frame, after the learner agreed. */
export type Shared =
  SharedStateEvent | SharedAlertEvent | (AvailabilityEvent & { readonly availability: SharedAvailability });

/** Everything that may come from the frame. */
export const FromFrameSchema = v.variant('type', [
  WelcomeSchema,
  StateSchema,
  AlertSchema,
  AvailabilitySchema,
]) satisfies v.GenericSchema<unknown, Shared | v.InferOutput<typeof WelcomeSchema>>;
export type FromFrame = v.InferOutput<typeof FromFrameSchema>;

/** A message of this schema; null for anything else, which is then as if it had not come. */
export function read<S extends v.GenericSchema>(schema: S, data: unknown): v.InferOutput<S> | null {
  const parsed = v.safeParse(schema, data, { abortEarly: true });
  return parsed.success ? parsed.output : null;
}
