import type { AlertLevel } from '../../../wakefulness/state-event';
import type { AlertChannel, StandingAlert } from './dispatcher';
import { SAMPLE_RATE, synthesise, type SoundName } from './tones';

/** s that a change of loudness and the end of a sound take: short, but long enough not to click. */
const FADE = 0.03;

/** Loudness of a test. */
const TEST_LOUDNESS: Readonly<Record<SoundName, number>> = { gentle: 0.25, strong: 0.5, failure: 0.5 };

/** unavailable: this browser makes no sound. locked: it makes none before a click. */
type SoundState = 'unavailable' | 'locked' | 'ready';

interface Playing {
  readonly level: SoundName;
  readonly source: AudioBufferSourceNode;
  readonly gain: GainNode;
}

/**
 * The alerts' sounds, synthesised. An alert is one looped buffer on the audio thread: repetitions
 * come on time in hidden tabs, cannot overlap, and end all at once. Nothing here throws or waits
 * when the browser makes no sound.
 */
export class AlertSound implements AlertChannel {
  readonly #create: () => AudioContext;
  readonly #buffers = new Map<SoundName, AudioBuffer>();
  #context: AudioContext | null = null;
  #volume: number;
  #loudness = 0;
  #alert: Playing | null = null;
  #test: (Playing & { readonly ended: () => void }) | null = null;

  /** @param create makes the audio context; it may throw */
  constructor(volume: number, create: () => AudioContext = () => new AudioContext()) {
    this.#volume = volume;
    this.#create = create;
  }

  get state(): SoundState {
    if (this.#context === null || this.#context.state === 'closed') return 'unavailable';
    return this.#context.state === 'running' ? 'ready' : 'locked';
  }

  /** Browsers let a page make sounds after a click only: call this in the click's own turn. */
  unlock(): void {
    const context = this.#open();
    if (context !== null && context.state !== 'running') void context.resume().catch(() => undefined);
  }

  /** 0..1; changes a sounding alert too. */
  setVolume(volume: number): void {
    this.#volume = volume;
    this.#setGain();
  }

  show({ level, loudness }: StandingAlert): void {
    this.#loudness = loudness;
    if (this.#alert?.level !== level) {
      this.clear();
      this.#endTest();
      this.#alert = this.#play(level, loudness, true);
    }
    this.#setGain();
  }

  clear(): void {
    if (this.#alert !== null) this.#end(this.#alert);
    this.#alert = null;
  }

  /** The system took the sound away (a call on a phone): asks for it back. */
  beat(): void {
    if (this.state === 'locked') this.unlock();
  }

  /**
   * Plays a level's sound once; call it in a click. Resolves to true when it was played, or an
   * alert sounds already, to false when the browser makes no sound.
   */
  async test(level: AlertLevel): Promise<boolean> {
    const context = this.#open();
    if (context === null) return false;
    if (context.state !== 'running') await settled(context.resume());
    if (this.state !== 'ready') return false;
    if (this.#alert !== null) return true;
    this.#endTest();
    const playing = this.#play(level, TEST_LOUDNESS[level], false);
    if (playing === null) return false;
    await new Promise<void>((ended) => {
      this.#test = { ...playing, ended };
      playing.source.addEventListener('ended', () => ended());
    });
    if (this.#test?.source === playing.source) this.#test = null;
    return true;
  }

  /** Once, that nobody is watching any more; an alert that stands has ended with it. */
  fail(): void {
    this.clear();
    this.#play('failure', TEST_LOUDNESS.failure, false);
  }

  #open(): AudioContext | null {
    try {
      this.#context ??= this.#create();
    } catch {
      return null;
    }
    return this.#context.state === 'closed' ? null : this.#context;
  }

  #play(level: SoundName, loudness: number, loop: boolean): Playing | null {
    const context = this.#open();
    if (context === null) return null;
    const gain = context.createGain();
    gain.gain.value = this.#gainOf(loudness);
    gain.connect(context.destination);
    const source = context.createBufferSource();
    source.buffer = this.#buffer(context, level);
    source.loop = loop;
    source.connect(gain);
    source.addEventListener('ended', () => gain.disconnect());
    source.start();
    if (context.state !== 'running') this.unlock();
    return { level, source, gain };
  }

  #buffer(context: AudioContext, level: SoundName): AudioBuffer {
    const made = this.#buffers.get(level);
    if (made !== undefined) return made;
    const samples = synthesise(level);
    const buffer = context.createBuffer(1, samples.length, SAMPLE_RATE);
    buffer.copyToChannel(samples, 0);
    this.#buffers.set(level, buffer);
    return buffer;
  }

  /**
   * Loudness is heard about as the square root of power, and volume sliders are expected to follow
   * the ear.
   */
  #gainOf(loudness: number): number {
    return (this.#volume * Math.sqrt(loudness)) ** 2;
  }

  #setGain(): void {
    if (this.#alert === null || this.#context === null) return;
    const { gain } = this.#alert.gain;
    gain.setTargetAtTime(this.#gainOf(this.#loudness), this.#context.currentTime, FADE);
  }

  #endTest(): void {
    const test = this.#test;
    if (test === null) return;
    this.#test = null;
    this.#end(test);
    test.ended();
  }

  #end({ source, gain }: Playing): void {
    // On a context that stands still a fade would be heard when it goes on.
    if (this.#context?.state !== 'running') {
      gain.disconnect();
      source.stop();
      return;
    }
    const now = this.#context.currentTime;
    gain.gain.cancelScheduledValues(now);
    gain.gain.setTargetAtTime(0, now, FADE / 3);
    source.stop(now + FADE);
  }
}

/** ms to wait for a browser that lets the page make sounds, but never says so. */
const RESUME_TIMEOUT = 500;

async function settled(resuming: Promise<void>): Promise<void> {
  const timeout = new Promise((resolve) => setTimeout(resolve, RESUME_TIMEOUT));
  await Promise.race([resuming.catch(() => undefined), timeout]);
}
