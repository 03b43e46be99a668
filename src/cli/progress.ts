/** Progress on a terminal, drawn over in place, and in a log file, in few lines. */

/** What of a terminal is needed. */
interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressDetails {
  /** How much of the whole command is done, 0..1, where `what` is a part of it. */
  readonly overall?: number;
  /** What `overall`, or else `fraction`, is of: so many of the unit, a word for several. */
  readonly of?: readonly [total: number, unit: string];
  /** What need not be done or cannot be, for instance "4 from earlier runs". */
  readonly skipped?: string | null;
  readonly note?: string;
}

export interface ProgressOptions {
  /** JSON, a line each, in the place of words. */
  readonly json?: boolean | undefined;
  /** ms */
  readonly now?: () => number;
}

/** In a log file the same work is told of again after this, ms. */
const TOLD_AGAIN = 30_000;
/** Estimates of the time left before this has passed would jump, ms. */
const LEAST_ELAPSED = 2_000;

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** @param rate per second */
function rateInWords(rate: number, unit: string): string {
  const [value, per] = rate < 0.5 ? [60 * rate, 'min'] : [rate, 's'];
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}/${per}`;
}

/** How fast something grows since it was first seen; per second. */
class Speed {
  readonly #start: readonly [number, number];

  constructor(now: number, value: number) {
    this.#start = [now, value];
  }

  at(now: number, value: number): number | null {
    const [began, from] = this.#start;
    return now - began < LEAST_ELAPSED || value <= from ? null : (1000 * (value - from)) / (now - began);
  }
}

/**
 * One line that is drawn over on a terminal, with the rate and the time left; in a log file, a line
 * each time `what` changes and now and then.
 */
export function progressLine(
  terminal: Terminal,
  { json, now = () => performance.now() }: ProgressOptions = {},
) {
  let last = '';
  let toldAt = 0;
  let whole: Speed | null = null;
  let part: Speed | null = null;
  return {
    /** @param fraction 0..1, of `what` */
    show(what: string, fraction: number, { of, overall, skipped, note }: ProgressDetails = {}): void {
      const t = now();
      const isNew = what !== last;
      if (isNew || !part) part = new Speed(t, fraction);
      if (overall !== undefined) whole ??= new Speed(t, overall);
      last = what;
      if ((json || !terminal.isTTY) && !isNew && t - toldAt < TOLD_AGAIN) return;
      toldAt = t;
      const speed = overall === undefined ? part.at(t, fraction) : whole!.at(t, overall);
      const left = speed === null ? null : (1 - (overall ?? fraction)) / speed;
      const rate = of && speed !== null ? of[0] * speed : null;
      if (json) {
        const line = {
          what,
          fraction,
          overall,
          perSecond: rate,
          unit: of?.[1],
          secondsLeft: left,
          skipped,
          note,
        };
        terminal.write(`${JSON.stringify(line)}\n`);
        return;
      }
      const text = [
        isNew && !terminal.isTTY ? what : `${what} ${Math.round(100 * fraction)} %`,
        ...(rate === null ? [] : [rateInWords(rate, of![1])]),
        ...(left === null ? [] : [`${inWords(left)} left`]),
        ...(skipped ? [skipped] : []),
        ...(note ? [note] : []),
      ].join(', ');
      terminal.write(terminal.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
    },
    end(): void {
      if (terminal.isTTY && !json && last !== '') terminal.write('\r\u001b[2K');
    },
  };
}

const MEGABYTE = 1e6;

/** Shows "name 12 % (13.4 of 111.8 MB)": in place on a terminal, every tenth in a log. */
export function downloadProgress(terminal: Terminal, name: string): (loaded: number, total: number) => void {
  const step = terminal.isTTY ? 1 : 10;
  let shown = -1;
  return (loaded, total) => {
    const percent = Math.floor((100 * loaded) / total / step) * step;
    if (percent === shown) return;
    shown = percent;
    const [done, all] = [loaded, total].map((bytes) => (bytes / MEGABYTE).toFixed(1));
    const line = `${name} ${percent} % (${done} of ${all} MB)`;
    terminal.write(terminal.isTTY ? `\r${line}${loaded >= total ? '\n' : ''}` : `${line}\n`);
  };
}
