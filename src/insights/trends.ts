import { SECOND_MS, type Milliseconds } from '../common/clock';
import { decodeState, type Session, type SessionTimeline } from '../profile';
import { lengthOf, storyOf } from './story';

/** Seconds watched, seen (the state was known), and drowsy or asleep. */
export interface Tally {
  readonly seconds: number;
  readonly seen: number;
  readonly tired: number;
}

/** A session in figures. */
export interface SessionFigures extends Tally {
  readonly id: string;
  readonly learnerId: string | null;
  readonly startedAt: Milliseconds;
  readonly sleeps: number;
  /** Seconds; 0: there was none. */
  readonly longestSleep: number;
  /** Seconds; null: never. */
  readonly untilDrowsy: number | null;
  /** By the block of the day, local time. */
  readonly blocks: ReadonlyMap<number, Tally>;
}

/** Hours in a block of the day. */
export const BLOCK_HOURS = 2;

const NOTHING: Tally = { seconds: 0, seen: 0, tired: 0 };

const sum = (a: Tally, b: Tally): Tally => ({
  seconds: a.seconds + b.seconds,
  seen: a.seen + b.seen,
  tired: a.tired + b.tired,
});

const HOUR_SECONDS = 3600;

export function figuresOf(session: Session, timeline: SessionTimeline): SessionFigures {
  const story = storyOf(timeline);
  const { id, learnerId, startedAt } = session;
  const isTired = new Uint8Array(story.seconds);
  for (const { from, to } of story.sleeps) isTired.fill(1, from, to);
  const blocks = new Map<number, Tally>();
  for (let second = 0; second < story.seconds; second++) {
    const state = decodeState(timeline.columns.state[second]!);
    const block = blockOf(startedAt + second * SECOND_MS);
    if (state === 'unrecorded') continue;
    const seen = state === 'unknown' ? 0 : 1;
    const tired = isTired[second] === 1 || state === 'drowsy' ? 1 : 0;
    blocks.set(block, sum(blocks.get(block) ?? NOTHING, { seconds: 1, seen, tired }));
  }
  return {
    id,
    learnerId,
    startedAt,
    ...[...blocks.values()].reduce(sum, NOTHING),
    sleeps: story.sleeps.length,
    longestSleep: Math.max(0, ...story.sleeps.map(lengthOf)),
    untilDrowsy: story.untilDrowsy,
    blocks,
  };
}

const blockOf = (t: Milliseconds): number => Math.floor(new Date(t).getHours() / BLOCK_HOURS);

export interface Week {
  /** Epoch ms of its Monday, 0:00 local time. */
  readonly monday: Milliseconds;
  /** Monday to Sunday, by the beginning of the sessions. */
  readonly days: readonly Tally[];
  readonly sessions: number;
}

/** The last `count` weeks up to now, the latest first, empty ones too. */
export function weeksOf(sessions: readonly SessionFigures[], now: Milliseconds, count: number): Week[] {
  return Array.from({ length: count }, (_, back) => {
    const starts = Array.from({ length: 8 }, (_, day) => dayStart(now, day - 7 * back));
    const within = (from: number, to: number) =>
      sessions.filter(({ startedAt }) => startedAt >= starts[from]! && startedAt < starts[to]!);
    return {
      monday: starts[0]!,
      days: Array.from({ length: 7 }, (_, day) => within(day, day + 1).reduce<Tally>(sum, NOTHING)),
      sessions: within(0, 7).length,
    };
  });
}

/** Midnight `days` after the Monday of now's week: days may have 23 or 25 hours. */
function dayStart(now: Milliseconds, days: number): Milliseconds {
  const date = new Date(now);
  const sinceMonday = (date.getDay() + 6) % 7;
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - sinceMonday + days).getTime();
}

export interface Block extends Tally {
  /** Hour of the day, local time, that it begins at. */
  readonly hour: number;
}

/** By the time of day: only blocks in which something was seen. */
export function timesOfDay(sessions: readonly SessionFigures[]): Block[] {
  return Array.from({ length: 24 / BLOCK_HOURS }, (_, block) => ({
    hour: block * BLOCK_HOURS,
    ...sessions.reduce((all, { blocks }) => sum(all, blocks.get(block) ?? NOTHING), NOTHING),
  })).filter(({ seen }) => seen > 0);
}

/** Seconds that have to be seen of a block before it is said to be the worst. Chosen. */
const ENOUGH_SEEN = HOUR_SECONDS / 2;

/** Times the drowsiness of any other block that the worst one has. Chosen. */
const CLEARLY_MORE = 1.5;

/** The block with clearly most drowsiness, where two or more can be compared; null: none has. */
export function worstBlock(blocks: readonly Block[]): Block | null {
  const known = blocks.filter(({ seen }) => seen >= ENOUGH_SEEN);
  const [worst, next] = [...known].sort((a, b) => b.tired / b.seen - a.tired / a.seen);
  if (!worst || !next || worst.tired === 0) return null;
  return worst.tired / worst.seen >= (CLEARLY_MORE * next.tired) / next.seen ? worst : null;
}

/**
 * Seconds after which half of the sessions have turned drowsy; null: fewer than half do. Sessions
 * that ended before they did count for as long as they went on (Kaplan and Meier 1958).
 */
export function medianUntilDrowsy(
  sessions: readonly Pick<SessionFigures, 'seconds' | 'untilDrowsy'>[],
): number | null {
  const ends = sessions.map(({ seconds, untilDrowsy }) => untilDrowsy ?? seconds);
  const drowsyAt = sessions.flatMap(({ untilDrowsy }) => untilDrowsy ?? []).sort((a, b) => a - b);
  let awake = 1;
  for (const at of new Set(drowsyAt)) {
    const going = ends.filter((end) => end >= at).length;
    awake *= 1 - drowsyAt.filter((each) => each === at).length / going;
    if (awake <= HALF) return at;
  }
  return null;
}

/** Products of fractions miss a half by a rounding error. */
const HALF = 0.5 + 1e-9;
