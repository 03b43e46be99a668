// @vitest-environment jsdom
import '../app/realm';
import fc from 'fast-check';
import { IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SHARE_EVERY } from '../../../src/embed/frame/outbox';
import { FromFrameSchema, read } from '../../../src/embed/protocol';
import { STATE_CAUSES, UNKNOWN_REASONS } from '../../../src/wakefulness/state-event';
import { documentedFields } from '../../support/doc-snippets';
import { enrolmentAt, INFO, MEASURES } from '../../support/scripted-engine';
import { gateAt, start, type GateAt } from './gate-at';
import { COURSE, FakePort, type Said } from './frame-window';

beforeEach(() => {
  vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  return () => vi.unstubAllGlobals();
});

/** Something that happens to a frame whose page is connected, in words and in deed. */
interface Happening {
  readonly name: string;
  readonly to: (at: GateAt, page: FakePort) => unknown;
}

const happening = (name: string, to: Happening['to']): Happening => ({ name, to });

const told = (name: string, tell: (at: GateAt) => void): Happening =>
  happening(`engine: ${name}`, (at) => at.gate.getState().app && tell(at));

const events: fc.Arbitrary<Happening> = fc.oneof(
  fc
    .record({
      state: fc.constantFrom('awake' as const, 'drowsy' as const, 'asleep' as const),
      causes: fc.subarray([...STATE_CAUSES]),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      closureMs: fc.nat(10_000),
    })
    .map((event) =>
      told(event.state, ({ app, time }) => app().engine.tellState({ t: time.now + 0.5, ...event })),
    ),
  fc
    .constantFrom(...UNKNOWN_REASONS)
    .map((reason) =>
      told(reason, ({ app, time }) =>
        app().engine.tellState({ t: time.now + 0.25, state: 'unknown', reason }),
      ),
    ),
  fc
    .constantFrom('gentle' as const, 'strong' as const, null)
    .map((level) =>
      told(`alert ${level}`, ({ app, time }) =>
        app().engine.tellAlert({ t: time.now, level, cause: level === 'strong' ? 'asleep' : 'drowsy' }),
      ),
    ),
  fc.constantFrom(
    told('ready', ({ app }) => app().engine.tell({ type: 'ready', info: INFO })),
    told('measures', ({ app }) => app().engine.tell({ type: 'measures', measures: MEASURES })),
    told('enrolled', ({ app, time }) =>
      app().engine.tell({ type: 'enrolled', enrolment: enrolmentAt(time.now) }),
    ),
    told('trouble', ({ app }) =>
      app().engine.tell({
        type: 'trouble',
        trouble: { code: 'camera-unplugged', detail: 'pulled', fatal: true },
      }),
    ),
  ),
);

const agree = happening('agree', ({ gate }) => gate.getState().enter({ share: true, ownProfile: false }));
const begin = happening('start', ({ gate, app }) => gate.getState().app && start(app()));

const learner: fc.Arbitrary<Happening> = fc.constantFrom(
  agree,
  begin,
  happening('decline', ({ gate }) => gate.getState().enter({ share: false, ownProfile: false })),
  happening('withdraw', ({ gate }) => gate.getState().withdraw()),
  happening('ask again', ({ gate }) => gate.getState().askAgain()),
  happening('go on', ({ gate }) => gate.getState().goOn()),
  happening('stop', ({ gate, app }) => gate.getState().app && app().stores.monitor.getState().stop()),
);

const page: fc.Arbitrary<Happening> = fc
  .oneof(
    fc.constantFrom('start', 'pause', 'stop').map((type) => ({ type })),
    fc.integer({ min: -10, max: 90_000 }).map((seconds) => ({ type: 'time', seconds })),
    fc.anything({ maxDepth: 2 }),
  )
  .map((data) => happening(`page: ${JSON.stringify(data)}`, (_, port) => port.say(data)));

const time: fc.Arbitrary<Happening> = fc
  .integer({ min: 1, max: 3000 })
  .map((ms) => happening(`${ms} ms`, (at) => at.time.pass(ms)));

const middle = fc.array(
  fc.oneof(
    { arbitrary: events, weight: 5 },
    { arbitrary: learner, weight: 3 },
    { arbitrary: page, weight: 2 },
    { arbitrary: time, weight: 3 },
  ),
  { maxLength: 60 },
);

/** Most begin with a session that is shared: by chance alone few would come so far. */
const story = fc
  .tuple(fc.constantFrom([], [agree, begin], [agree, begin]), middle)
  .map(([opening, further]) => [...opening, ...further]);

const named = (happenings: readonly Happening[]): string => happenings.map(({ name }) => name).join(', ');

describe('whatever happens', () => {
  it('the page hears the documented fields and no others, at most once a second of each, and nothing without consent', async () => {
    const fields = documentedFields();
    await fc.assert(
      fc.asyncProperty(story, async (happenings) => {
        const at = gateAt();
        const port = at.say();
        const last = new Map<unknown, number>();
        for (const { to } of happenings) {
          const { isSharing: wasSharing } = at.gate.getState();
          const before = port.heard.length;
          await to(at, port);
          const { isSharing } = at.gate.getState();
          const heard = port.heard.slice(before);
          if (!wasSharing && !isSharing) expect(heard, named(happenings)).toEqual([]);
          for (const message of heard) {
            const known = read(FromFrameSchema, message);
            expect(known, named(happenings)).not.toBeNull();
            expect(Object.keys(known!).sort()).toEqual(fields.get(known!.type));
            // After withdrawal and a new consent everything is told anew.
            if (wasSharing)
              expect(at.time.now - (last.get(known!.type) ?? -Infinity)).toBeGreaterThanOrEqual(SHARE_EVERY);
            last.set(known!.type, at.time.now);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('the camera is turned on by the learner alone', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (happenings) => {
        const at = gateAt();
        const port = at.say();
        for (const { name, to } of happenings) if (name !== 'start') await to(at, port);
        if (at.gate.getState().app) expect(at.app().engine.asked('start')).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('whoever else speaks to the frame', () => {
  const good: Said = { origin: COURSE };
  const strangeOrigin = fc
    .oneof(fc.webUrl(), fc.constantFrom('null', '', 'https://evil.example', `${COURSE}.evil.example`))
    .filter((origin) => origin !== COURSE)
    .map((origin): Said => ({ ...good, origin }));
  const strangeSource = fc.constantFrom<unknown>({}, null, 42).map((source): Said => ({ ...good, source }));
  const strangeWords = fc
    .oneof(
      fc.anything(),
      fc.integer().map((version) => ({ type: 'wakeful:connect', version: version === 1 ? 2 : version })),
      fc
        .dictionary(fc.string({ minLength: 1 }), fc.anything(), { minKeys: 1 })
        .map((more) => ({ type: 'wakeful:connect', version: 1, ...more }))
        .filter((data) => Object.keys(data).length > 2),
      fc.integer({ min: 1, max: 2_000_000 }).map((size) => ({
        type: 'wakeful:connect',
        version: 1,
        pad: 'x'.repeat(size),
      })),
    )
    .map((data): Said => ({ ...good, data }));
  const attack = fc.oneof(strangeOrigin, strangeSource, strangeWords);

  it('gets nothing and changes nothing, before the handshake and after it', () => {
    fc.assert(
      fc.property(fc.array(attack, { maxLength: 8 }), fc.array(attack, { maxLength: 8 }), (early, late) => {
        const { gate, say } = gateAt();
        const untouched = gate.getState();
        for (const said of early) expect(say(new FakePort(), said).heard).toEqual([]);
        expect(gate.getState()).toBe(untouched);
        const port = say();
        const connected = gate.getState();
        expect(connected.isConnected).toBe(true);
        // What was right once is a replay now.
        for (const said of [...late, good]) expect(say(new FakePort(), said).heard).toEqual([]);
        expect(gate.getState()).toBe(connected);
        expect(port.heard).toHaveLength(1);
      }),
    );
  });
});
