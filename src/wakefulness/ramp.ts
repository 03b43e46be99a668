/**
 * 0 at `from` and before, 1 at `to` and beyond, a straight line between (`from` may be the larger
 * one).
 */
export function ramp(value: number, from: number, to: number): number {
  return clamp((value - from) / (to - from), 0, 1);
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Share that an exponential memory of time constant `tau` keeps over `dt` (same unit). */
export function kept(dt: number, tau: number): number {
  return Math.exp(-dt / tau);
}
