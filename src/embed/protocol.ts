import * as v from 'valibot';
import { instant, RANGES, within } from '../common/ranges';
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

/**
 * CSS pixels in which the whole monitor is seen without scrolling; the frame's height by itself.
 */
export const FRAME_HEIGHT = 420;

/** The one message between windows: the page hands the frame its end of a MessageChannel. */
export const CONNECT = 'wakeful:connect';
export const ConnectSchema = v.strictObject({
  type: v.literal(CONNECT),
  version: v.literal(PROTOCOL_VERSION),
});
export type Connect = v.InferOutput<typeof ConnectSchema>;

/** Where the lecture's media stands, seconds. */
const TimeSchema = v.strictObject({ type: v.literal('time'), seconds: within(RANGES.recordingSeconds) });

/** What the page may ask for, or tell. */
export const CommandSchema = v.variant('type', [
  v.strictObject({ type: v.picklist(['start', 'pause', 'stop']) }),
  TimeSchema,
]);
export type Command = v.InferOutput<typeof CommandSchema>;

/** ms since the epoch, in whole seconds: the moment an eye closed is nobody's business. */
const Seconds = v.pipe(instant, v.multipleOf(1000));

/**
 * In the frame's address: the page would tell times. Scripts of earlier versions do not ask, and
 * are answered as before; frames of earlier versions do not answer, and are told none.
 */
export const TIMES_OPTION = 'times';

const WelcomeSchema = v.strictObject({
  type: v.literal('welcome'),
  version: v.literal(PROTOCOL_VERSION),
  /** The frame takes times; said only to a page that asked. */
  times: v.optional(v.literal(true)),
});

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
