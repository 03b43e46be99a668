/** A sound of the fake audio context: what was started, how loud, and when it was told to stop. */
export interface FakeSound {
  readonly loop: boolean;
  /** s; null: it goes on. */
  stopsAt: number | null;
  readonly samples: Float32Array;
  /** Last value that the gain was set to, or led to. */
  gain: number;
  connected: boolean;
  end(): void;
}

/** An audio context whose time and state are in the test's hands. */
export class FakeAudio {
  readonly sounds: FakeSound[] = [];
  state: AudioContextState;
  currentTime = 0;
  resumes = 0;
  /** What resume() does; browsers may also refuse, or never answer. */
  onResume: () => Promise<void>;

  constructor(state: AudioContextState = 'running') {
    this.state = state;
    this.onResume = () => {
      this.state = 'running';
      return Promise.resolve();
    };
  }

  /** Sounds that can be heard now. */
  get audible(): readonly FakeSound[] {
    if (this.state !== 'running') return [];
    return this.sounds.filter(
      ({ stopsAt, connected }) => connected && (stopsAt === null || stopsAt > this.currentTime),
    );
  }

  get context(): AudioContext {
    return this as unknown as AudioContext;
  }

  readonly destination = {};

  resume(): Promise<void> {
    this.resumes += 1;
    return this.onResume();
  }

  close(): Promise<void> {
    this.state = 'closed';
    return Promise.resolve();
  }

  createBuffer(_channels: number, length: number): object {
    const samples = new Float32Array(length);
    return { samples, copyToChannel: (source: Float32Array) => samples.set(source) };
  }

  createGain() {
    const node = {
      sound: null as FakeSound | null,
      gain: {
        set value(value: number) {
          node.initial = value;
        },
        setTargetAtTime: (value: number) => {
          if (node.sound) node.sound.gain = value;
        },
        cancelScheduledValues: () => undefined,
      },
      initial: 1,
      connect: () => undefined,
      disconnect: () => {
        if (node.sound) node.sound.connected = false;
      },
    };
    return node;
  }

  createBufferSource() {
    const listeners: (() => void)[] = [];
    const node = {
      loop: false,
      buffer: null as { samples: Float32Array } | null,
      output: null as ReturnType<FakeAudio['createGain']> | null,
      sound: null as FakeSound | null,
      connect: (output: ReturnType<FakeAudio['createGain']>) => (node.output = output),
      addEventListener: (_type: 'ended', listener: () => void) => listeners.push(listener),
      start: () => {
        if (node.buffer === null || node.output === null) throw new Error('nothing to play');
        node.sound = {
          loop: node.loop,
          stopsAt: null,
          samples: node.buffer.samples,
          gain: node.output.initial,
          connected: true,
          end: () => listeners.forEach((listener) => listener()),
        };
        node.output.sound = node.sound;
        this.sounds.push(node.sound);
      },
      stop: (at = 0) => {
        if (node.sound) node.sound.stopsAt = at;
      },
    };
    return node;
  }
}
