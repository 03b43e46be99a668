import { SECOND_MS, type Milliseconds } from '../../common/clock';
import type { StateEvent, UnknownReason } from '../../wakefulness/state-event';
import { locale } from '../messages/messages';
import { common, stateWords, wordsOfUnknown } from '../messages/texts';

export const MINUTE_MS: Milliseconds = 60 * SECOND_MS;
const HOUR: Milliseconds = 60 * MINUTE_MS;

const pad = (value: number): string => String(value).padStart(2, '0');

/** A running time: `4:05`, `1:04:05`. */
export function clockTime(duration: Milliseconds): string {
  const total = Math.max(0, Math.floor(duration / SECOND_MS));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

const NO_BREAK = '\u00a0';

const unit = (
  name: string,
  { unitDisplay = 'short', ...options }: Intl.NumberFormatOptions = {},
): ((n: number) => string) => {
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, ...options });
  // Japanese writes no space between a number and its unit, as in the catalogue's own texts; in
  // the others no line ends there.
  return (n) =>
    format
      .format(n)
      .replace(/\s(?=\p{Script=Han})/u, '')
      .replaceAll(' ', NO_BREAK);
};

/** Functions that write a number of hours, minutes and seconds. */
const units = (unitDisplay: 'short' | 'narrow' | 'long') => ({
  hours: unit('hour', { unitDisplay, maximumFractionDigits: 1 }),
  minutes: unit('minute', { unitDisplay }),
  seconds: unit('second', { unitDisplay, maximumFractionDigits: 1 }),
});

const inShort = units('short');
const inNarrow = units('narrow');
const inLong = units('long');

export const { hours, minutes, seconds } = inShort;
export const degrees = unit('degree', { unitDisplay: 'narrow', maximumFractionDigits: 0 });
/** `3.4 MB`. */
const inMegabytes = unit('megabyte', { maximumFractionDigits: 1 });
const inGigabytes = unit('gigabyte', { maximumFractionDigits: 1 });

const inARow = new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' });

/** A length of time: `1 hr 4 min`, `4 min 5 sec`, `4 min`, `5 sec`. */
export function inWords(duration: Milliseconds): string {
  const rounded = Math.round(Math.max(0, duration) / SECOND_MS) * SECOND_MS;
  const wholeHours = Math.floor(rounded / HOUR);
  const rest = Math.floor((rounded % HOUR) / MINUTE_MS);
  const last = Math.floor((rounded % MINUTE_MS) / SECOND_MS);
  if (wholeHours > 0) return inARow.format([hours(wholeHours), ...(rest > 0 ? [minutes(rest)] : [])]);
  if (rest > 0) return inARow.format([minutes(rest), ...(last > 0 ? [seconds(last)] : [])]);
  return seconds(last);
}

/** `24 minutes`, `1 hour 4 minutes`, `40 seconds`: for sentences. */
export function inFullWords(duration: number): string {
  if (duration < 60) return inLong.seconds(Math.max(1, duration));
  const all = Math.floor(duration / 60);
  if (all < 60) return inLong.minutes(all);
  const rest = all % 60;
  const whole = inLong.hours(Math.floor(all / 60));
  return rest > 0 ? inARow.format([whole, inLong.minutes(rest)]) : whole;
}

/** A number with so many digits after the point. */
export const decimal = (value: number, digits: number): string =>
  value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A number as the language writes it. */
export const numeral = (value: number): string => value.toLocaleString(locale);

/** Seconds with one digit: `1.4 sec`. */
export const shortSeconds = (duration: Milliseconds): string => seconds(duration / SECOND_MS);

const wholePercent = new Intl.NumberFormat(locale, { style: 'percent' });

/** `7%`; a dash where there is none. */
export const percent = (fraction: number | null): string =>
  fraction === null ? common.none : wholePercent.format(fraction);

/** As the language writes it, and `dateAndTime` too: `00:45` in German, `0:45` in Spanish. */
export const timeOfDay = (t: Milliseconds): string =>
  new Date(t).toLocaleTimeString(locale, { timeStyle: 'short' });

export const timeOfDayToTheSecond = (t: Milliseconds): string =>
  new Date(t).toLocaleTimeString(locale, { timeStyle: 'medium' });

export const dateAndTime = (t: Milliseconds): string =>
  new Date(t).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });

/** `2026-11-24-0930`, local time, for names of files. */
export function fileStamp(t: Milliseconds): string {
  const date = new Date(t);
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day}-${pad(date.getHours())}${pad(date.getMinutes())}`;
}

export const megabytes = (bytes: number): string => inMegabytes(bytes / 1e6);

/** `3.4 MB`, `1.2 GB`: space on a disk. */
export const diskSpace = (bytes: number): string =>
  bytes < 1e9 ? megabytes(bytes) : inGigabytes(bytes / 1e9);

const conjunction = new Intl.ListFormat(locale);

/** `a`, `a and b`, `a, b, and c`. */
export const listed = (parts: readonly string[]): string => conjunction.format(parts);

/** What stands between two sentences: nothing in Japanese and Chinese. */
export const BETWEEN_SENTENCES = common.sentences('', '');

/** `a, b, c`. */
export const enumerated = (parts: readonly string[]): string => parts.join(common.comma);

/** `1.3 hr`, `40 min`, `30 sec`; narrow: `1.3h`, `40m`, `30s`. */
export function roughly(duration: number, width: 'short' | 'narrow' = 'short'): string {
  const { hours, minutes, seconds } = width === 'narrow' ? inNarrow : inShort;
  if (duration < 60) return seconds(Math.round(duration));
  return duration < 3600 ? minutes(Math.round(duration / 60)) : hours(duration / 3600);
}

/** A day's short name: 0 is Monday. */
export const weekday = (day: number): string =>
  new Date(2024, 0, 1 + day).toLocaleDateString(locale, { weekday: 'short' });

/** `23 Nov`. */
export const dayAndMonth = (t: Milliseconds): string =>
  new Date(t).toLocaleDateString(locale, { day: 'numeric', month: 'short' });

/** `2 – 4 PM`, of hours of the day; `to` may be 24. */
export function hoursRange(from: number, to: number): string {
  const hour = new Intl.DateTimeFormat(locale, { hour: 'numeric' });
  const [start, end] = [new Date(2024, 0, 1, from), new Date(2024, 0, 1, to)];
  // Midnight is another day's, and a range over two days is told with both dates.
  return to < 24 ? hour.formatRange(start, end) : `${hour.format(start)} – ${hour.format(end)}`;
}

/** An unknown state by its reason, where one word says more than “Unknown”. */
const reasonWords: Readonly<Partial<Record<UnknownReason, string>>> = wordsOfUnknown;

/** A state in a word. */
export const stateWord = ({ shown, reason }: Pick<StateEvent, 'shown' | 'reason'>): string =>
  (reason && reasonWords[reason]) ?? stateWords[shown];
