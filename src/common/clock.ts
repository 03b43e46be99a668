/** Milliseconds of a monotonic clock or of the epoch, as the name of the value says. */
export type Milliseconds = number;

export const SECOND_MS: Milliseconds = 1000;

/** Clocks are handed in, never read from the globals, so that a test can tell the time. */
export type Clock = () => Milliseconds;
