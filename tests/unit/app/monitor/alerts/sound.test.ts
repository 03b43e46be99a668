import { afterEach, describe, expect, it, vi } from 'vitest';
import { AlertSound } from '../../../../../src/app/monitor/alerts/sound';
import { ALERT_PATTERNS, SAMPLE_RATE, synthesise } from '../../../../../src/app/monitor/alerts/tones';
import { FakeAudio } from './fake-audio';

afterEach(() => vi.useRealTimers());

const gentle = { level: 'gentle', loudness: 0.25, cause: 'drowsy' } as const;
const strong = { level: 'strong', loudness: 0.5, cause: 'asleep' } as const;

function start(audio = new FakeAudio(), volume = 1) {
  const sound = new AlertSound(volume, () => audio.context);
  sound.unlock();
  return { audio, sound };
}

describe('the sound of an alert', () => {
  it('repeats by itself until it is cleared, and is then silent at once', () => {
    const { audio, sound } = start();
    sound.show(strong);
    expect(audio.audible).toMatchObject([{ loop: true }]);
    audio.currentTime = 60;
    expect(audio.audible).toHaveLength(1);
    sound.clear();
    expect(audio.sounds[0]?.gain).toBe(0);
    audio.currentTime = 60.05;
    expect(audio.audible).toEqual([]);
  });

  it('never sounds twice at once, however often it is shown', () => {
    const { audio, sound } = start();
    for (let i = 0; i < 20; i++) sound.show({ ...strong, loudness: 0.5 + i / 40 });
    expect(audio.sounds).toHaveLength(1);
  });

  it('gets louder, up to the volume that was chosen', () => {
    const { audio, sound } = start(new FakeAudio(), 0.8);
    const heard = [0.5, 0.7, 0.9, 1].map((loudness) => {
      sound.show({ ...strong, loudness });
      return audio.sounds[0]!.gain;
    });
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(new Set(heard).size).toBe(4);
    expect(heard.at(-1)).toBeCloseTo(0.64, 6);
    sound.setVolume(0.4);
    expect(audio.sounds[0]?.gain).toBeCloseTo(0.16, 6);
    sound.setVolume(0);
    expect(audio.sounds[0]?.gain).toBe(0);
  });

  it('changes from gentle to strong without overlap', () => {
    const { audio, sound } = start();
    sound.show(gentle);
    sound.show(strong);
    audio.currentTime += 0.05;
    expect(audio.sounds).toHaveLength(2);
    expect(audio.audible).toEqual([audio.sounds[1]]);
    expect(audio.sounds[1]?.samples).toEqual(synthesise('strong'));
  });

  it('begins anew for a new alert', () => {
    const { audio, sound } = start();
    sound.show(gentle);
    sound.clear();
    sound.clear();
    audio.currentTime += 1;
    sound.show(gentle);
    expect(audio.audible).toHaveLength(1);
  });
});

describe('a browser that does not let us sound', () => {
  it('without audio hinders nothing', async () => {
    const sound = new AlertSound(1, () => {
      throw new DOMException('no audio device', 'NotSupportedError');
    });
    sound.unlock();
    sound.show(strong);
    sound.beat();
    sound.clear();
    sound.setVolume(0.5);
    expect(sound.state).toBe('unavailable');
    expect(await sound.test('gentle')).toBe(false);
  });

  it('before a click is unlocked by the click', () => {
    const { audio, sound } = start(new FakeAudio('suspended'));
    expect(audio.resumes).toBe(1);
    expect(sound.state).toBe('ready');
  });

  it('that refuses stays locked, and is asked again while an alert stands', async () => {
    const audio = new FakeAudio('suspended');
    audio.onResume = () => Promise.reject(new DOMException('no click', 'NotAllowedError'));
    const { sound } = start(audio);
    sound.show(strong);
    await Promise.resolve();
    expect(sound.state).toBe('locked');
    audio.onResume = () => {
      audio.state = 'running';
      return Promise.resolve();
    };
    sound.beat();
    expect(audio.audible).toHaveLength(1);
  });

  it('plays nothing late: what was cleared before the unlocking stays silent', () => {
    const audio = new FakeAudio('suspended');
    audio.onResume = () => new Promise(() => undefined);
    const { sound } = start(audio);
    sound.show(strong);
    sound.clear();
    audio.state = 'running';
    expect(audio.audible).toEqual([]);
  });

  it('that never answers is not waited for', async () => {
    vi.useFakeTimers();
    const audio = new FakeAudio('suspended');
    audio.onResume = () => new Promise(() => undefined);
    const { sound } = start(audio);
    const test = sound.test('gentle');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await test).toBe(false);
  });
});

describe('a test of the sound', () => {
  it('plays it once', async () => {
    const { audio, sound } = start();
    const test = sound.test('strong');
    await Promise.resolve();
    expect(audio.audible).toMatchObject([{ loop: false }]);
    audio.sounds[0]!.end();
    expect(await test).toBe(true);
  });

  it('does not disturb an alert, and an alert ends it', async () => {
    const { audio, sound } = start();
    const test = sound.test('gentle');
    await Promise.resolve();
    sound.show(strong);
    expect(await test).toBe(true);
    audio.currentTime += 0.05;
    expect(audio.audible).toMatchObject([{ loop: true }]);
    expect(await sound.test('gentle')).toBe(true);
    expect(audio.sounds).toHaveLength(2);
  });

  it('fails when the browser has closed the audio', async () => {
    const { audio, sound } = start();
    await audio.close();
    expect(audio.state).toBe('closed');
    expect(sound.state).toBe('unavailable');
    expect(await sound.test('gentle')).toBe(false);
  });
});

const peak = (samples: Float32Array) =>
  samples.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);

describe.each(['gentle', 'strong'] as const)('the %s pattern', (level) => {
  const samples = synthesise(level);

  it('fills its period, and uses the whole range without clipping', () => {
    expect(samples).toHaveLength(ALERT_PATTERNS[level].period * SAMPLE_RATE);
    expect(peak(samples)).toBeCloseTo(1, 6);
  });

  it('swells from silence and fades into it, so that neither tone nor loop clicks', () => {
    const end = samples.findLastIndex((value) => value !== 0) + 1;
    expect(peak(samples.subarray(0, 10))).toBeLessThan(0.02);
    expect(peak(samples.subarray(end - 10, end))).toBeLessThan(0.02);
    expect(samples.length - end).toBeGreaterThan(0.25 * SAMPLE_RATE);
  });
});

describe('the patterns', () => {
  /** Mean power of the whole pattern, and of its sounding part alone. */
  const power = (samples: Float32Array) =>
    samples.reduce((sum, value) => sum + value ** 2, 0) / samples.length;
  /**
   * Power of the steps from sample to sample against that of the samples: grows with the square of
   * the pitch.
   */
  const sharpness = (samples: Float32Array) => {
    const steps = samples.map((value, i) => value - (samples[i - 1] ?? 0));
    return power(steps) / power(samples);
  };
  /** Power of one pitch in a tenth of a second from `at` s on (Goertzel 1958). */
  const powerAt = (samples: Float32Array, at: number, pitch: number) => {
    const tone = samples.subarray(at * SAMPLE_RATE, (at + 0.1) * SAMPLE_RATE);
    const turn = 2 * Math.cos((2 * Math.PI * pitch) / SAMPLE_RATE);
    let [last, before] = [0, 0];
    for (const value of tone) [last, before] = [value + turn * last - before, last];
    return (last ** 2 + before ** 2 - turn * last * before) / tone.length ** 2;
  };

  it('of the strong alert step up from tone to tone', () => {
    const samples = synthesise('strong');
    const pitches = [784, 988, 1319];
    const loudest = [0.05, 0.33, 0.65].map((at) =>
      pitches.reduce((a, b) => (powerAt(samples, at, b) > powerAt(samples, at, a) ? b : a)),
    );
    expect(loudest).toEqual(pitches);
  });

  it('differ: the strong one sounds more of the time, and sharper', () => {
    expect(power(synthesise('strong'))).toBeGreaterThan(4 * power(synthesise('gentle')));
    expect(sharpness(synthesise('strong'))).toBeGreaterThan(2 * sharpness(synthesise('gentle')));
  });
});
