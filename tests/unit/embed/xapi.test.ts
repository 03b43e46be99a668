import validate from '@learninglocker/xapi-validation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SharedAlertEvent, SharedStateEvent, XapiContext } from '../../../src/embed/api';
import { toXapi } from '../../../src/embed/host/xapi';

const CONTEXT: XapiContext = {
  actor: { account: { homePage: 'https://course.example', name: 'learner-4711' } },
  activityId: 'https://course.example/lectures/7',
  vocabulary: 'https://course.example/xapi/',
};

describe('an event as an xAPI statement', () => {
  it('says who experienced which lecture, when, and in which state', () => {
    const t = Date.UTC(2026, 10, 24, 12, 0, 7);
    expect(toXapi({ type: 'state', t, state: 'asleep' }, CONTEXT)).toEqual({
      actor: CONTEXT.actor,
      verb: {
        id: 'http://adlnet.gov/expapi/verbs/experienced',
        display: { 'en-US': 'experienced' },
      },
      object: { objectType: 'Activity', id: CONTEXT.activityId },
      result: { extensions: { 'https://course.example/xapi/state': 'asleep' } },
      timestamp: '2026-11-24T12:00:07.000Z',
    });
  });

  it.each([
    '',
    '/xapi/',
    'xapi/',
    '//course.example/xapi/',
    'https://course.example/a b',
    ' https://course.example/',
  ])('is refused where one of its addresses is no absolute IRI: %s', (relative) => {
    const { actor } = CONTEXT;
    for (const wrong of [
      { vocabulary: relative },
      { activityId: relative },
      { actor: { ...actor, account: { ...actor.account, homePage: relative } } },
    ])
      expect(() => toXapi({ type: 'alert', t: 0, level: null }, { ...CONTEXT, ...wrong })).toThrow(
        new TypeError(`xAPI: "${relative}" is no absolute IRI.`),
      );
  });

  it('says the level of an alert, and that it is over', () => {
    const levels = ([null, 'gentle', 'strong'] as const).map(
      (level) => toXapi({ type: 'alert', t: 0, level }, CONTEXT).result.extensions,
    );
    expect(levels).toEqual([
      { 'https://course.example/xapi/alert': null },
      { 'https://course.example/xapi/alert': 'gentle' },
      { 'https://course.example/xapi/alert': 'strong' },
    ]);
  });

  it('is valid, holds nothing but what is in the event and the context, changes neither, and is plain JSON', () => {
    const t = fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000);
    const event: fc.Arbitrary<SharedStateEvent | SharedAlertEvent> = fc.oneof(
      fc.record({
        type: fc.constant('state' as const),
        t,
        state: fc.constantFrom('awake' as const, 'drowsy' as const, 'asleep' as const, 'unknown' as const),
      }),
      fc.record({
        type: fc.constant('alert' as const),
        t,
        level: fc.constantFrom('gentle' as const, 'strong' as const, null),
      }),
    );
    fc.assert(
      fc.property(event, fc.string(), fc.webUrl(), fc.webUrl(), (of, name, activityId, homePage) => {
        const context = {
          ...CONTEXT,
          activityId,
          actor: { account: { homePage, name } },
        };
        const before = structuredClone({ of, context });
        const statement = toXapi(of, context);
        expect({ of, context }).toEqual(before);
        expect(validate(statement)).toEqual([]);
        expect(toXapi(of, context)).toEqual(statement);
        expect(JSON.parse(JSON.stringify(statement))).toEqual(statement);
        expect(Object.keys(statement).sort()).toEqual(['actor', 'object', 'result', 'timestamp', 'verb']);
        expect(Object.keys(statement.result.extensions)).toEqual([`${CONTEXT.vocabulary}${of.type}`]);
        expect(Date.parse(statement.timestamp)).toBe(of.t);
      }),
    );
  });

  it('would not be valid with less: the validator looks at what is tested here', () => {
    const statement = toXapi({ type: 'state', t: 0, state: 'awake' }, CONTEXT);
    for (const wrong of [
      { actor: { account: { homePage: 'relative', name: 'learner-4711' } } },
      { verb: { ...statement.verb, id: 'experienced' } },
      { object: { ...statement.object, id: 'lectures/7' } },
      { result: { extensions: { state: 'awake' } } },
      { timestamp: 'today' },
      { state: 'awake' },
    ])
      expect(validate({ ...statement, ...wrong }), JSON.stringify(wrong)).not.toEqual([]);
  });
});
