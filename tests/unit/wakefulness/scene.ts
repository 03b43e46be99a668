import { Random } from '../../../src/common/random';
import type { Milliseconds } from '../../../src/common/clock';
import type { ClassProbabilities } from '../../../src/common/classes';
import { createWakefulness, type Wakefulness } from '../../../src/wakefulness';
import type { EyeCalibration, FaceObservation, Observation } from '../../../src/wakefulness/observation';
import type { AlertEvent, StateEvent, UnknownReason } from '../../../src/wakefulness/state-event';

/** A person with ordinary eyes in front of a laptop. */
export const CALIBRATION: EyeCalibration = {
  open: { left: 0.3, right: 0.31 },
  closed: { left: 0.1, right: 0.11 },
  pose: { pitch: 5, yaw: 0, roll: 0 },
  mar: 0.05,
  calibratedAt: 0,
};

/** What the learner does at a moment; whatever is left out is as in front of the screen. */
export interface Look {
  /** True opening of the lids, 0 closed .. 1 open; one number for both eyes. */
  readonly openness?: number | { readonly left: number; readonly right: number };
  /** Degrees of chin down, relative to neutral. */
  readonly pitch?: number;
  readonly yaw?: number;
  readonly roll?: number;
  /** Mouth aspect ratio above neutral. */
  readonly mouth?: number;
  readonly posterior?: ClassProbabilities | null;
  readonly unproven?: UnknownReason;
}

/** What a moment looks like, as a function of seconds since the act began. */
export type Act = (seconds: number) => Look | { readonly missing: UnknownReason };

export interface SceneOptions {
  /** Observations a second. */
  readonly fps?: number;
  /** Fewer while the eyes are wide open, as the monitor does; default: `fps`. */
  readonly calmFps?: number;
  /** Fewer while drowsiness or sleep is published, likewise; default: `fps`. */
  readonly lastingFps?: number;
  readonly seed?: number;
  /** Standard deviation of the EAR noise; 0.012 is what a webcam's landmarks show. */
  readonly noise?: number;
  readonly calibration?: EyeCalibration | null;
  /** What the lids really measure when open and closed; default: as calibrated. */
  readonly eyes?: EyeCalibration;
}

export interface Moment {
  /** Seconds since the scene began. */
  readonly at: number;
  readonly event: StateEvent;
}

/** Epoch at which every scene begins. */
export const EPOCH = 1_800_000_000_000;
/** Monotonic time at which every scene begins; not zero, so that nothing may rest on it. */
const START: Milliseconds = 5_000;

function isWide(look: ReturnType<Act>): boolean {
  if ('missing' in look) return false;
  const { openness = 1 } = look;
  return (typeof openness === 'number' ? openness : Math.min(openness.left, openness.right)) >= 0.7;
}

/** A learner before the camera, played frame by frame with seeded noise, and a tick each second. */
export class Scene {
  readonly states: Moment[] = [];
  readonly alerts: { readonly at: number; readonly event: AlertEvent }[] = [];
  readonly wakefulness: Wakefulness;
  /** Observations a second. */
  readonly fps: number;
  readonly #random: Random;
  readonly #period: Milliseconds;
  readonly #calmPeriod: Milliseconds | null;
  readonly #lastingPeriod: Milliseconds | null;
  readonly #noise: number;
  readonly #eyes: EyeCalibration;
  #now: Milliseconds = START;
  #nextTick: Milliseconds = START;
  #epoch = EPOCH;

  constructor(options: SceneOptions = {}) {
    const {
      fps = 10,
      calmFps,
      lastingFps,
      seed = 1,
      noise = 0.012,
      calibration = CALIBRATION,
      eyes,
    } = options;
    this.#random = Random.seeded(seed);
    this.fps = fps;
    this.#period = 1000 / fps;
    this.#calmPeriod = calmFps === undefined ? null : 1000 / calmFps;
    this.#lastingPeriod = lastingFps === undefined ? null : 1000 / lastingFps;
    this.#noise = noise;
    this.#eyes = eyes ?? calibration ?? CALIBRATION;
    this.wakefulness = createWakefulness({
      calibration,
      wallClock: () => this.#epoch + this.#now - START,
      onState: (event) => this.states.push({ at: this.seconds, event }),
      onAlert: (event) => this.alerts.push({ at: this.seconds, event }),
    });
  }

  /** Seconds since the scene began. */
  get seconds(): number {
    return (this.#now - START) / 1000;
  }

  get now(): Milliseconds {
    return this.#now;
  }

  get state(): string {
    const { state, reason } = this.wakefulness.state;
    return reason === undefined ? state : `${state}:${reason}`;
  }

  /** The learner acts for so many seconds. */
  play(seconds: number, act: Act): this {
    const start = this.#now;
    const end = start + seconds * 1000;
    let t = start + this.#period;
    for (let frame = 2; t <= end + 1e-6; frame++) {
      this.#tickUntil(t);
      this.#now = t;
      const look = act((t - start) / 1000);
      this.wakefulness.observe(this.#observation(t, look));
      if (this.#calmPeriod === null && this.#lastingPeriod === null) t = start + frame * this.#period;
      else t += this.#nextPeriod(look);
    }
    this.#tickUntil(end);
    this.#now = end;
    return this;
  }

  /** No frames come, the timer goes on. */
  stall(seconds: number): this {
    const end = this.#now + seconds * 1000;
    this.#tickUntil(end);
    this.#now = end;
    return this;
  }

  /** Nothing runs and the clock leaps: the machine slept. Negative: the clock was put back. */
  jump(seconds: number): this {
    this.#now += seconds * 1000;
    this.#nextTick = this.#now + 500;
    return this;
  }

  /** Only the clock of the epoch is put forward or back. */
  setWallClock(seconds: number): this {
    this.#epoch += seconds * 1000;
    return this;
  }

  acknowledge(): this {
    this.wakefulness.acknowledge(this.#now);
    return this;
  }

  snooze(seconds: number): this {
    this.wakefulness.snooze(this.#now, seconds * 1000);
    return this;
  }

  /**
   * Share of the time between two moments (default: all) in which a state or `unknown:reason` was
   * published.
   */
  share(name: string, from = 0, to = this.seconds): number {
    let time = 0;
    for (const [i, { at, event }] of this.states.entries()) {
      const label = event.reason === undefined ? event.state : `${event.state}:${event.reason}`;
      if (label !== name && event.state !== name) continue;
      const until = this.states[i + 1]?.at ?? this.seconds;
      time += Math.max(0, Math.min(until, to) - Math.max(at, from));
    }
    return time / (to - from);
  }

  /** Seconds at which a state was first published after a moment; null: never. */
  first(state: string, after = 0): number | null {
    return this.states.find(({ at, event }) => at >= after && event.state === state)?.at ?? null;
  }

  /** Alerts that were raised (or made stronger), as `[seconds, level]`. */
  get raised(): [number, string][] {
    let before: string | null = null;
    const raised: [number, string][] = [];
    for (const { at, event } of this.alerts) {
      if (event.level !== null && event.level !== before) raised.push([at, event.level]);
      before = event.level;
    }
    return raised;
  }

  #nextPeriod(look: ReturnType<Act>): Milliseconds {
    const { state } = this.wakefulness.state;
    const lasts = state === 'drowsy' || state === 'asleep';
    return (lasts ? this.#lastingPeriod : isWide(look) ? this.#calmPeriod : null) ?? this.#period;
  }

  #tickUntil(end: Milliseconds): void {
    while (this.#nextTick <= end) {
      this.#now = this.#nextTick;
      this.wakefulness.tick(this.#nextTick);
      this.#nextTick += 1000;
    }
  }

  #observation(t: Milliseconds, look: ReturnType<Act>): Observation {
    if ('missing' in look) return { t, kind: 'missing', reason: look.missing };
    const { openness = 1, pitch = 0, yaw = 0, roll = 0, mouth = 0, posterior = null, unproven } = look;
    const opening = typeof openness === 'number' ? { left: openness, right: openness } : openness;
    const { open, closed, mar, pose } = this.#eyes;
    const noisy = (value: number, deviation: number) => value + deviation * this.#random.normal();
    const ear = (side: 'left' | 'right') =>
      Math.max(0, noisy(closed[side] + opening[side] * (open[side] - closed[side]), this.#noise));
    const face: FaceObservation = {
      t,
      kind: 'face',
      ear: { left: ear('left'), right: ear('right') },
      mar: Math.max(0, noisy(mar + mouth, this.#noise)),
      pose: {
        pitch: noisy(pose.pitch + pitch, 60 * this.#noise),
        yaw: noisy(pose.yaw + yaw, 60 * this.#noise),
        roll: noisy(pose.roll + roll, 60 * this.#noise),
      },
      posterior,
      ...(unproven && { unproven }),
    };
    return face;
  }
}
