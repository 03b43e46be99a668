import { describe, expect, it } from 'vitest';
import { labelAfterLook, NOT_CLOSED } from '../../../src/cli/training-set/looked-at';
import lookedAt from '../../../src/cli/training-set/looked-at.json';

describe('the label of a frame that somebody looked at', () => {
  it('is none where the eyes are not what the landmarks call them, nor in the frame beside it', () => {
    expect(labelAfterLook('pub01_0100.mp4', 1, 'drowsy')).toBe('drowsy');
    const [clip, { unclear }] = Object.entries(lookedAt.clips).find(([, own]) => own.unclear.length > 0)!;
    expect(labelAfterLook(clip, unclear[0]!, 'drowsy')).toBeNull();
    expect(labelAfterLook(clip, unclear[0]! + 0.04, 'asleep')).toBeNull();
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
