import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandSchema, ConnectSchema, FromFrameSchema, read } from '../../../src/embed/protocol';

const GOOD = [
  { type: 'welcome', version: 1 },
  { type: 'state', t: 1_000, state: 'asleep' },
  { type: 'alert', t: 2_000, level: 'strong' },
  { type: 'alert', t: 2_000, level: null },
  { type: 'availability', t: 3_000, availability: 'off' },
];

describe('a message from the frame', () => {
  it.each(GOOD)('is one of these: %o', (message) => expect(read(FromFrameSchema, message)).toEqual(message));

  it.each(GOOD)('has not one field more than %o', (message) => {
    for (const extra of [{ reason: 'other-person' }, { confidence: 0.9 }, { image: new Uint8Array(9) }])
      expect(read(FromFrameSchema, { ...message, ...extra })).toBeNull();
  });

  it.each(GOOD)('has not one field less than %o', (message) => {
    for (const key of Object.keys(message)) {
      const rest = Object.fromEntries(Object.entries(message).filter(([name]) => name !== key));
      expect(read(FromFrameSchema, rest), key).toBeNull();
    }
  });

  it('tells time in whole seconds: the moment at which an eye closed is in none', () => {
    expect(read(FromFrameSchema, { type: 'state', t: 1_234, state: 'asleep' })).toBeNull();
  });

  it('is nothing else, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        const message = read(FromFrameSchema, data);
        if (message !== null) expect(GOOD.map(({ type }) => type)).toContain(message.type);
        expect(read(CommandSchema, data)).toBeNull();
        expect(read(ConnectSchema, data)).toBeNull();
      }),
    );
  });
});

it('is a welcome of a frame that takes times, too', () => {
  const welcome = { type: 'welcome', version: 1, times: true };
  expect(read(FromFrameSchema, welcome)).toEqual(welcome);
  expect(read(FromFrameSchema, { ...welcome, times: 'yes' })).toBeNull();
});

describe('a message to the frame', () => {
  it('is a command without arguments', () => {
    for (const type of ['start', 'pause', 'stop'] as const)
      expect(read(CommandSchema, { type })).toEqual({ type });
    for (const data of [{ type: 'start', now: true }, { type: 'eval' }, 'start', ['start'], null])
      expect(read(CommandSchema, data)).toBeNull();
  });

  it('is where the lecture stands, within a day', () => {
    for (const seconds of [0, 312.4, 86_400])
      expect(read(CommandSchema, { type: 'time', seconds })).toEqual({ type: 'time', seconds });
    for (const seconds of [-1, 86_401, NaN, Infinity, '12', null, undefined])
      expect(read(CommandSchema, { type: 'time', seconds }), String(seconds)).toBeNull();
    expect(read(CommandSchema, { type: 'time', seconds: 1, title: 'Lecture 7' })).toBeNull();
  });

  it('introduces a page of this version only', () => {
    expect(read(ConnectSchema, { type: 'wakeful:connect', version: 1 })).not.toBeNull();
    for (const version of [0, 2, '1', null, undefined])
      expect(read(ConnectSchema, { type: 'wakeful:connect', version })).toBeNull();
  });
});
