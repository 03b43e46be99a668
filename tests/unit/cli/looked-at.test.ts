import { describe, expect, it } from 'vitest';
import type { BrowserAnalyzer } from '../../../src/cli/extract/browser';
import type { LookedAt } from '../../../src/cli/extract/protocol';
import { labelAfterLook, NOT_CLOSED } from '../../../src/cli/training-set/looked-at';
import { clipSession } from '../../../src/cli/training-set/sources';
import lookedAt from '../../../src/cli/training-set/looked-at.json';

describe('the label of a frame that somebody looked at', () => {
  it('is none where the eyes are not what the landmarks call them, however the decoder stamps the frame', () => {
    expect(labelAfterLook('pub01_0100.mp4', 1, 'drowsy')).toBe('drowsy');
    const [clip, { unclear }] = Object.entries(lookedAt.clips).find(([, own]) => own.unclear.length > 0)!;
    expect(labelAfterLook(clip, unclear[0]!, 'drowsy')).toBeNull();
    expect(labelAfterLook(clip, unclear[0]! + 0.01, 'asleep')).toBeNull();
  });

  it('is asleep where eyes that were called half-closed are shut', () => {
    const [clip, { asleep }] = Object.entries(lookedAt.clips).find(([, own]) => own.asleep.length > 0)!;
    expect(labelAfterLook(clip, asleep[0]!, 'drowsy')).toBe('asleep');
  });

  it('stays for open eyes, which were not looked through', () => {
    const [clip, { unclear }] = Object.entries(lookedAt.clips).find(([, own]) => own.unclear.length > 0)!;
    expect(labelAfterLook(clip, unclear[0]!, 'awake')).toBe('awake');
  });

  it('leaves out photographs by the names of their files', () => {
    for (const name of NOT_CLOSED) expect(name).toMatch(/^cew\d{4}f\d+\.jpg$/);
  });
});

describe('the frames of a clip', () => {
  const [clip, { unclear }] = Object.entries(lookedAt.clips).find(([, own]) => own.unclear.length > 0)!;
  const look = (time: number, opening: number): LookedAt => ({
    time,
    signals: { ear: { left: opening, right: opening }, mar: 0, pose: { pitch: 0, yaw: 0, roll: 0 } },
    missing: null,
    crop: '',
  });
  /** Open eyes, and one half-closed frame that somebody found to be none. */
  const looks = [...Array.from({ length: 9 }, (_, i) => look(100 + i, 0.3)), look(unclear[0]!, 0.15)];
  const eyes = {
    video: (_path, _request, { take }) => take(looks).then(() => ({ kind: 'done' })),
  } as Pick<BrowserAnalyzer, 'video'> as BrowserAnalyzer;
  const labels = async (corrected: boolean): Promise<readonly string[]> => {
    const most = { asleep: 9, drowsy: 9, awake: 1 };
    const who = { subject: 'somebody', session: 'clip' };
    const rules = { framesPerSecond: 25, corrected, most, leastOpenLevel: 0 };
    return (await clipSession(eyes, '', clip, who, rules)).crops.map(({ label }) => label);
  };

  it('are labelled after a look in the training set', async () => {
    expect(await labels(true)).toEqual(['awake']);
  });

  it('are labelled by the opening alone in the experiment, whose cells are published', async () => {
    expect(await labels(false)).toEqual(['drowsy', 'awake']);
  });
});
