import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WakefulError } from '../../../src/common/errors';
import { sessionJson, type Session, type SessionTimeline } from '../../../src/profile';
import { mapColumns } from '../../../src/profile/history/seconds';
import { EMPTY_SUMMARY } from '../../../src/wakefulness/summary';
import { Device, NOW } from './device';

const MS = fc.nat(6e8);
const columnOf = (length: number, codes: readonly number[]) =>
  fc
    .array(fc.constantFrom(...codes), { minLength: length, maxLength: length })
    .map((all) => Uint8Array.from(all));

/** Any session that has ended, and its seconds. */
const sessions = fc.nat(1500).chain((seconds) =>
  fc
    .record({
      state: columnOf(seconds, [0, 1, 2, 3, 4]),
      reason: columnOf(seconds, [0, 1, 3, 14, 101, 113]),
      fractions: columnOf(seconds, [0, 7, 100, 200, 255]),
      time: fc.record({ awake: MS, drowsy: MS, asleep: MS, unknown: MS }),
      rest: fc.option(MS, { nil: undefined }),
      alerts: fc.array(
        fc.record({
          second: fc.nat(Math.max(0, seconds - 1)),
          level: fc.constantFrom(null, 'gentle', 'strong'),
          cause: fc.constantFrom(null, 'asleep', 'acknowledged'),
        }),
        { maxLength: seconds === 0 ? 0 : 5 },
      ),
    })
    .map(({ state, reason, fractions, time, rest, alerts }) => {
      const session: Session = {
        version: 1,
        id: 'told',
        learnerId: 'ada',
        startedAt: NOW,
        endedAt: NOW + seconds * 1000,
        savedAt: NOW + seconds * 1000,
        seconds,
        summary: { ...EMPTY_SUMMARY, time, rest, longestClosure: 1234 },
      };
      const all = { state, reason, confidence: fractions, perclos: fractions.toReversed() };
      const timeline: SessionTimeline = {
        startedAt: NOW,
        seconds,
        columns: mapColumns((name) => all[name]),
        alerts: alerts.toSorted((a, b) => a.second - b.second),
      };
      return { session, timeline };
    }),
);

const exported = (seconds: number): Record<string, unknown> => {
  const none = mapColumns(() => new Uint8Array(seconds));
  const timeline = { startedAt: NOW, seconds, columns: none, alerts: [] };
  const session: Session = {
    version: 1,
    id: 'told',
    learnerId: null,
    startedAt: NOW,
    endedAt: null,
    savedAt: NOW,
    seconds,
    summary: EMPTY_SUMMARY,
  };
  return JSON.parse(sessionJson(session, timeline)) as Record<string, unknown>;
};

describe('an exported session', () => {
  it('imported says the same as before, to the second', async () => {
    await fc.assert(
      fc.asyncProperty(sessions, async ({ session, timeline }) => {
        const text = sessionJson(session, timeline);
        const { history } = await new Device().open();
        const imported = await history.import(text);
        expect(imported).not.toBeNull();
        const [listed] = await history.list();
        expect(sessionJson(listed!, await history.timeline(listed!))).toBe(text);
      }),
      { numRuns: 25 },
    );
  });

  it('that is here already is left as it is', async () => {
    const { history } = await new Device().open();
    const text = JSON.stringify(exported(3));
    expect(await history.import(text)).toMatchObject({ id: 'told', endedAt: NOW + 3000 });
    expect(await history.import(text)).toBeNull();
    expect(await history.list()).toHaveLength(1);
  });

  it.each([
    ['session-file-foreign', 'no JSON'],
    ['session-file-foreign', '{"format":"wakeful-learner"}'],
    ['session-file-newer', JSON.stringify({ ...exported(1), version: 2 })],
    ['session-file-damaged', JSON.stringify({ ...exported(1), startedAt: 'once' })],
    ['session-file-damaged', JSON.stringify({ ...exported(1), id: 'a/b' })],
    ['session-file-damaged', JSON.stringify({ ...exported(2), seconds: [{ second: 1 }] })],
    ['session-file-damaged', JSON.stringify({ ...exported(1), alerts: [{ second: -1 }] })],
  ])('that is %s is refused, and nothing is written', async (code, text) => {
    const { history } = await new Device().open();
    const error: unknown = await history.import(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WakefulError);
    expect(error).toMatchObject({ code });
    expect(await history.list()).toEqual([]);
  });
});
