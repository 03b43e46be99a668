import type { AlertLevel } from '../../../wakefulness/state-event';

/** One tone of a pattern. */
interface Tone {
  /** s from the beginning of the pattern. */
  readonly at: number;
  /** s. */
  readonly lasts: number;
  /** Hz. */
  readonly pitch: number;
  /** Amplitudes of the harmonics, the first one first; more of them sound sharper. */
  readonly harmonics: readonly number[];
}

/** A pattern that repeats as long as the alert stands. */
interface Pattern {
  /** s from one repetition to the next. */
  readonly period: number;
  /** s in which a tone swells and fades: no clicks, and the longer the softer. */
  readonly swell: number;
  readonly tones: readonly Tone[];
}

/**
 * Samples a second: twice the highest harmonic and more, so that the longest pattern stays under a
 * megabyte.
 */
export const SAMPLE_RATE = 16_000;

const SOFT = [0.85, 0.15];
const SHARP = [0.5, 0.25, 0.15, 0.1];

/** What can be heard: the alerts, and that nobody is watching any more. */
export type SoundName = AlertLevel | 'failure';

export const ALERT_PATTERNS: Readonly<Record<SoundName, Pattern>> = {
  // Two soft rising tones (a fourth), and again after a while: a reminder, not an alarm.
  gentle: {
    period: 12,
    swell: 0.12,
    tones: [
      { at: 0, lasts: 0.5, pitch: 523, harmonics: SOFT },
      { at: 0.35, lasts: 0.7, pitch: 698, harmonics: SOFT },
    ],
  },
  // Three sharp tones that step up, again and again. 500–1500 Hz is where alarms carry best (ISO
  // 7731).
  strong: {
    period: 1.5,
    swell: 0.01,
    tones: [
      { at: 0, lasts: 0.2, pitch: 784, harmonics: SHARP },
      { at: 0.28, lasts: 0.2, pitch: 988, harmonics: SHARP },
      { at: 0.56, lasts: 0.35, pitch: 1319, harmonics: SHARP },
    ],
  },
  // Two tones that fall by an octave: no alert rises to it, so it is not taken for one.
  failure: {
    period: 1.6,
    swell: 0.03,
    tones: [
      { at: 0, lasts: 0.5, pitch: 440, harmonics: SHARP },
      { at: 0.55, lasts: 0.9, pitch: 220, harmonics: SHARP },
    ],
  },
};

/**
 * One repetition of a sound: samples in −1..1 at SAMPLE_RATE, silent at both ends so that
 * it can be looped.
 */
export function synthesise(name: SoundName): Float32Array<ArrayBuffer> {
  const { period, swell, tones } = ALERT_PATTERNS[name];
  const samples = new Float32Array(Math.round(period * SAMPLE_RATE));
  for (const tone of tones) add(samples, tone, swell);
  const peak = samples.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  return samples.map((value) => value / peak);
}

function add(samples: Float32Array, tone: Tone, swell: number): void {
  const from = Math.round(tone.at * SAMPLE_RATE);
  const length = Math.round(tone.lasts * SAMPLE_RATE);
  for (let i = 0; i < length; i++) {
    const t = i / SAMPLE_RATE;
    const edge = Math.min(1, t / swell, (tone.lasts - t) / swell);
    const envelope = Math.sin((Math.PI / 2) * edge) ** 2;
    const wave = tone.harmonics.reduce(
      (sum, amplitude, n) => sum + amplitude * Math.sin(2 * Math.PI * tone.pitch * (n + 1) * t),
      0,
    );
    samples[from + i]! += envelope * wave;
  }
}
