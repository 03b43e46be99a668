/**
 * Limits of rates of rare events where none was seen, or nothing else: resampling people then draws
 * the same again and again, and its interval has no width. The events are taken for independent,
 * which those of one person are not: the true limits are wider rather than narrower.
 */
import type { Interval } from './bootstrap';

/**
 * Clopper and Pearson 1934, where all or none of `n` are hits.
 * @returns the interval as it is in all other cases, and where it has no limits
 */
export function fractionLimits(interval: Interval, hits: number, n: number): Interval {
  if (n === 0 || Number.isNaN(interval.low)) return interval;
  const tail = (1 - interval.level) / 2;
  if (hits === 0) return { ...interval, low: 0, high: 1 - tail ** (1 / n) };
  return hits === n ? { ...interval, low: tail ** (1 / n), high: 1 } : interval;
}

/**
 * Poisson (Garwood 1936), where nothing was counted in `exposure`, in the unit the rate is per.
 * @returns the interval as it is in all other cases, and where it has no limits
 */
export function rateLimits(interval: Interval, count: number, exposure: number): Interval {
  if (count > 0 || exposure === 0 || Number.isNaN(interval.low)) return interval;
  return { ...interval, low: 0, high: -Math.log((1 - interval.level) / 2) / exposure };
}
