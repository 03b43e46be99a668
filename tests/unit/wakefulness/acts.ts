import type { Act, Look } from './scene';

/**
 * Lids over one blink of `length` seconds that began `s` seconds ago: down in a third, up in two
 * (blinks close faster than they open).
 */
export function blinkOpenness(s: number, length: number, open = 1): number {
  if (s < 0 || s > length) return open;
  return (
    open * Math.min(1, Math.max(0, s < length / 3 ? 1 - (s * 4) / length : ((s - length / 2) * 2) / length))
  );
}

/** Blinks every so many seconds, `length` seconds each. */
export function blinking(every: number, length = 0.25, open = 1): Act {
  return (s) => ({ openness: blinkOpenness(s % every, length, open) });
}

/**
 * Looking at the lecture: a blink of a quarter second every 3.5 s (17 a minute, Bentivoglio et al.
 * 1997).
 */
export const watching: Act = blinking(3.5);

/** Fighting sleep: lids half down, closed for 0.7 s every 4 s. */
export const fightingSleep: Act = (s) => ({ openness: s % 4 < 0.7 ? 0 : 0.35 });

export const eyesClosed: Act = () => ({ openness: 0 });

/** Asleep, the chin sinking slowly by up to `depth` degrees. */
export function noddingOff(depth: number, seconds: number): Act {
  return (s) => ({ openness: 0, pitch: Math.min(depth, (depth * s) / seconds) });
}

/** Talking: four syllables a second, glances about, ordinary blinks. */
export const talking: Act = (s) => ({
  openness: blinkOpenness(s % 2.3, 0.25, 0.9 + 0.1 * Math.sin(s)),
  mouth: 0.2 * Math.max(0, Math.sin(2 * Math.PI * 4 * s)) * (0.6 + 0.4 * Math.sin(1.7 * s)),
  yaw: 12 * Math.sin(0.9 * s),
  pitch: 4 * Math.sin(0.6 * s),
});

/**
 * Laughing: bursts of 2.5 s with the mouth open and shaking and the eyes pressed almost shut, then
 * a smile.
 */
export const laughing: Act = (s) => {
  const burst = s % 6 < 2.5;
  return burst
    ? { openness: 0.1, mouth: 0.35 + 0.12 * Math.sin(2 * Math.PI * 5 * s), pitch: -5 }
    : { openness: blinkOpenness(s % 2.5, 0.2, 0.75), mouth: 0.15 };
};

/** Reading notes on the desk: chin down, lids following the gaze down, a glance up every 12 s. */
export const readingNotes: Act = (s) => {
  if (s % 12 > 10) return { openness: blinkOpenness(s % 3.5, 0.25) };
  return { openness: blinkOpenness(s % 4, 0.25, 0.45 + 0.06 * Math.sin(2.1 * s)), pitch: 24 };
};

/** Typing: eyes down to the keyboard for 1.8 s every 6 s, the head hardly moving. */
export const typing: Act = (s) =>
  s % 6 < 1.8 ? { openness: 0.3, pitch: 9 } : { openness: blinkOpenness(s % 3.1, 0.25) };

/**
 * Looking straight down, at a phone on the lap: the camera sees lids that look shut, for ten
 * seconds of every twelve.
 */
export const lookingAtPhone: Act = (s) =>
  s % 12 > 10
    ? { openness: 1 }
    : { openness: s % 12 < 0.2 ? 0.4 : 0.05 + 0.05 * Math.sin(3 * s), pitch: Math.min(17, 60 * (s % 12)) };

/** Lids that are kept closed but tremble: shut, a slit, nearly open, as recorded faces show it. */
export const trembling: Act = (s) => ({
  openness: [0, 0.2, 0, 0.38, 0.05, 0.15, 0, 0.25, 0.1, 0][Math.floor(s * 10) % 10]!,
});

/** Slow heavy blinks of 0.45 s every 1.3 s, and the eyes open in between. */
export const heavyBlinking: Act = (s) => ({ openness: s % 1.3 < 0.45 ? 0 : 0.75 });

export const yawning: Act = (s) => ({ openness: s > 1 && s < 4 ? 0.15 : 0.8, mouth: s < 5 ? 0.7 : 0 });

export function turned(yaw: number): Act {
  // The far eye measures nonsense, here: closed.
  return (s): Look => {
    const near = blinkOpenness(s % 3.5, 0.25);
    return { yaw, openness: yaw > 0 ? { left: 0, right: near } : { left: near, right: 0 } };
  };
}

export const away: Act = () => ({ missing: 'no-face' });
