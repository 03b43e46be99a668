import { SECOND_MS, type Milliseconds } from '../../common/clock';
import { units } from './strings';

export const MINUTE_MS: Milliseconds = 60 * SECOND_MS;
const HOUR: Milliseconds = 60 * MINUTE_MS;

const pad = (value: number): string => String(value).padStart(2, '0');

/** A running time: `4:05`, `1:04:05`. */
export function clockTime(duration: Milliseconds): string {
  const total = Math.max(0, Math.floor(duration / SECOND_MS));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

/** A length of time in words: `1 h 4 min`, `4 min 5 s`, `5 s`. */
export function inWords(duration: Milliseconds): string {
  const rounded = Math.round(Math.max(0, duration) / SECOND_MS) * SECOND_MS;
  const hours = Math.floor(rounded / HOUR);
  const minutes = Math.floor((rounded % HOUR) / MINUTE_MS);
  const seconds = Math.floor((rounded % MINUTE_MS) / SECOND_MS);
  if (hours > 0) return units.join(units.hours(hours), units.minutes(minutes));
  if (minutes > 0) return units.join(units.minutes(minutes), units.seconds(String(seconds)));
  return units.seconds(String(seconds));
}

/** Seconds with one digit: `1.4 s`. */
export const shortSeconds = (duration: Milliseconds): string =>
  units.seconds((duration / SECOND_MS).toLocaleString(undefined, { maximumFractionDigits: 1 }));

/** `7 %`; a dash where there is none. */
export const percent = (fraction: number | null): string =>
  fraction === null ? units.none : units.percent(Math.round(fraction * 100));

export const timeOfDay = (t: Milliseconds): string =>
  new Date(t).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });

export const timeOfDayToTheSecond = (t: Milliseconds): string =>
  new Date(t).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit', second: '2-digit' });

export const dateAndTime = (t: Milliseconds): string =>
  new Date(t).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** `2026-11-24-0930`, local time, for names of files. */
export function fileStamp(t: Milliseconds): string {
  const date = new Date(t);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}-${pad(date.getHours())}${pad(date.getMinutes())}`;
}

/** `3.4 MB`. */
export const megabytes = (bytes: number): string =>
  units.megabytes((bytes / 1e6).toLocaleString(undefined, { maximumFractionDigits: 1 }));

/** `3.4 MB`, `1.2 GB`: space on a disk. */
export const diskSpace = (bytes: number): string =>
  bytes < 1e9
    ? megabytes(bytes)
    : units.gigabytes((bytes / 1e9).toLocaleString(undefined, { maximumFractionDigits: 1 }));

const conjunction = new Intl.ListFormat('en');

/** `a`, `a and b`, `a, b, and c`. */
export const listed = (parts: readonly string[]): string => conjunction.format(parts);

/** `1.3 h`, `40 min`, `30 s`. */
export function roughly(seconds: number): string {
  if (seconds < 60) return units.seconds(String(Math.round(seconds)));
  if (seconds < 3600) return units.minutes(Math.round(seconds / 60));
  return units.hours(Math.round(seconds / 360) / 10);
}

/** A day's short name: 0 is Monday. */
export const weekday = (day: number): string =>
  new Date(2024, 0, 1 + day).toLocaleDateString(undefined, { weekday: 'short' });

/** `23 Nov`. */
export const dayAndMonth = (t: Milliseconds): string =>
  new Date(t).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });

/** `2 – 4 PM`, of hours of the day. */
export const hoursRange = (from: number, to: number): string =>
  new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).formatRange(
    new Date(2024, 0, 1, from),
    new Date(2024, 0, 1, to),
  );
