import { SECOND_MS } from '../common/clock';
import { decodeReason, decodeState, type RecordedReason, type SessionTimeline } from '../profile';
import { REST } from '../wakefulness/constants';

/** Consecutive seconds of a session: `from` up to `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export const lengthOf = ({ from, to }: Stretch): number => to - from;

/** A stretch worth watching again, with the seconds in it that the learner was drowsy or slept. */
export interface Moment extends Stretch {
  readonly drowsy: number;
  readonly asleep: number;
}

/** What the seconds of a session tell about the learner. All counts are seconds. */
export interface SessionStory {
  readonly seconds: number;
  /** Something was watching: not a computer asleep, nor the time before a session went on. */
  readonly recorded: number;
  /** The state was known. */
  readonly seen: number;
  readonly drowsy: number;
  /** In `sleeps`: eyes closed for a moment are a rest. */
  readonly asleep: number;
  readonly sleeps: readonly Stretch[];
  readonly moments: readonly Moment[];
  /** Recorded seconds before the first one drowsy or asleep; null: there was none. */
  readonly untilDrowsy: number | null;
  /** The same before the first of `sleeps`. */
  readonly untilSleep: number | null;
  /** Somebody may have been there, and the eyes could not be seen, by the reason. */
  readonly hidden: ReadonlyMap<HiddenReason, number>;
}

/** Reasons for which better light or another seat helps; nobody in view may be a break. */
const HIDDEN_REASONS = ['eyes-hidden', 'too-dark', 'face-too-small', 'camera-covered'] as const;
export type HiddenReason = (typeof HIDDEN_REASONS)[number];

const isHidden = (reason: RecordedReason | null): reason is HiddenReason =>
  (HIDDEN_REASONS as readonly (RecordedReason | null)[]).includes(reason);

/** Seconds between two drowsy stretches that are watched again in one go. Chosen. */
const SAME_MOMENT = 30;

export function storyOf(timeline: SessionTimeline): SessionStory {
  const { seconds, columns } = timeline;
  const states = Array.from({ length: seconds }, (_, second) => decodeState(columns.state[second]!));
  const sleeps = stretchesOf(seconds, (second) => states[second] === 'asleep').filter(
    (sleep) => lengthOf(sleep) * SECOND_MS >= REST,
  );
  const isSleep = new Uint8Array(seconds);
  for (const { from, to } of sleeps) isSleep.fill(1, from, to);
  const isDrowsy = (second: number): boolean => states[second] === 'drowsy';
  const isTired = (second: number): boolean => isSleep[second] === 1 || isDrowsy(second);

  const hidden = new Map<HiddenReason, number>();
  for (let second = 0; second < seconds; second++) {
    const reason = decodeReason(columns.reason[second]!);
    if (isHidden(reason)) hidden.set(reason, (hidden.get(reason) ?? 0) + 1);
  }
  const tired = stretchesOf(seconds, isTired);
  const all = { from: 0, to: seconds };
  const isRecorded = (second: number): boolean => states[second] !== 'unrecorded';
  const recordedUntil = (to: number): number => countIn({ from: 0, to }, isRecorded);
  const [first] = tired;
  return {
    seconds,
    recorded: recordedUntil(seconds),
    seen: countIn(all, (second) => states[second] !== 'unknown' && states[second] !== 'unrecorded'),
    drowsy: countIn(all, isDrowsy),
    asleep: countIn(all, (second) => isSleep[second] === 1),
    sleeps,
    moments: joined(tired, SAME_MOMENT).map((stretch) => ({
      ...stretch,
      drowsy: countIn(stretch, isDrowsy),
      asleep: countIn(stretch, (second) => isSleep[second] === 1),
    })),
    untilDrowsy: first ? recordedUntil(first.from) : null,
    untilSleep: sleeps[0] ? recordedUntil(sleeps[0].from) : null,
    hidden,
  };
}

/** The longest runs of seconds for which it holds, in their order. */
function stretchesOf(seconds: number, holds: (second: number) => boolean): Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = 0; from < seconds; from++) {
    if (!holds(from)) continue;
    let to = from + 1;
    while (to < seconds && holds(to)) to++;
    stretches.push({ from, to });
    from = to;
  }
  return stretches;
}

/** Neighbours at most `gap` seconds apart are one. */
function joined(stretches: readonly Stretch[], gap: number): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (last && stretch.from - last.to <= gap) result[result.length - 1] = { ...last, to: stretch.to };
    else result.push(stretch);
  }
  return result;
}

function countIn({ from, to }: Stretch, holds: (second: number) => boolean): number {
  let count = 0;
  for (let second = from; second < to; second++) if (holds(second)) count++;
  return count;
}
