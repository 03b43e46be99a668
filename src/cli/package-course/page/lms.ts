/** A learning platform's runtime: SCORM 1.2 calls it `API`, SCORM 2004 `API_1484_11`. */
type Api = Readonly<Record<string, ((...args: string[]) => string) | undefined>>;

/** How the two versions of SCORM name the same things. */
interface Dialect {
  readonly api: string;
  readonly finish: string;
  /** In front of the names of all functions. */
  readonly prefix: string;
  readonly status: string;
  readonly location: string;
  readonly sessionTime: string;
  readonly exit: string;
  readonly score: string;
  /** `exit` of a lecture that was seen to its end. */
  readonly done: string;
  readonly duration: (seconds: number) => string;
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

const DIALECTS: readonly Dialect[] = [
  {
    api: 'API_1484_11',
    finish: 'Terminate',
    prefix: '',
    status: 'cmi.completion_status',
    location: 'cmi.location',
    sessionTime: 'cmi.session_time',
    exit: 'cmi.exit',
    score: 'cmi.score',
    done: 'normal',
    duration: (seconds) => `PT${Math.floor(seconds)}S`,
  },
  {
    api: 'API',
    finish: 'Finish',
    prefix: 'LMS',
    status: 'cmi.core.lesson_status',
    location: 'cmi.core.lesson_location',
    sessionTime: 'cmi.core.session_time',
    exit: 'cmi.core.exit',
    score: 'cmi.core.score',
    done: '',
    duration: (seconds) => `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`,
  },
];

/** Both versions call it so. */
const KEPT = 'cmi.suspend_data';

/** Windows around this one that are looked through; the standard asks for no more. */
const MOST_PARENTS = 7;

/** The standard's search: outwards from this window, then from the one that opened it. */
function findApi(start: Window): { readonly api: Api; readonly dialect: Dialect } | null {
  for (const from of [start, start.opener as Window | null]) {
    let page = from;
    for (let up = 0; page !== null && up <= MOST_PARENTS; up++) {
      try {
        for (const dialect of DIALECTS) {
          const api = Reflect.get(page, dialect.api) as Api | null | undefined;
          // A frame of the platform may be called the same.
          if (typeof api?.[`${dialect.prefix}Initialize`] === 'function') return { api, dialect };
        }
      } catch {
        // A page of another origin has no runtime for this one.
      }
      page = page.parent === page ? null : page.parent;
    }
  }
  return null;
}

/** What is told of a lecture. */
interface Progress {
  /** Where the video stands, s. */
  readonly time: number;
  readonly isCompleted: boolean;
  /** 0 to 100; null: nothing is told. */
  readonly score: number | null;
  /** For the next visit of this attempt; null: what is there stays. */
  readonly kept: string | null;
}

export interface Lms {
  /** Where the video stood when the learner left it, s. */
  readonly resumeAt: number;
  /** Was seen to its end already. */
  readonly wasCompleted: boolean;
  /** Of an earlier visit of this attempt. */
  readonly kept: string;
  /** @returns whether the platform has none left; SCORM 2004 does not let it go */
  readonly takeScoreBack: () => boolean;
  readonly save: (progress: Progress) => void;
  /** Saves for the last time. */
  readonly close: (progress: Progress) => void;
}

/**
 * The learning platform around this page; null where there is none.
 * @param now ms
 */
export function openLms(page: Window, now: () => number): Lms | null {
  const found = findApi(page);
  if (!found) return null;
  const { api, dialect } = found;
  const call = (name: string, ...args: string[]): string => api[dialect.prefix + name]?.(...args) ?? '';
  const set = (element: string, value: string): string => call('SetValue', element, value);

  const beganAt = now();
  let isClosed = false;
  call('Initialize', '');
  const wasCompleted = ['completed', 'passed'].includes(call('GetValue', dialect.status));
  const at = Number(call('GetValue', dialect.location));

  function write({ time, isCompleted, score, kept }: Progress): void {
    const isDone = isCompleted || wasCompleted;
    set(dialect.status, isDone ? 'completed' : 'incomplete');
    set(dialect.location, String(Math.floor(time)));
    set(dialect.sessionTime, dialect.duration((now() - beganAt) / 1000));
    set(dialect.exit, isDone ? dialect.done : 'suspend');
    if (kept !== null) set(KEPT, kept);
    if (score !== null) {
      set(`${dialect.score}.min`, '0');
      set(`${dialect.score}.max`, '100');
      set(`${dialect.score}.raw`, String(score));
      if (dialect.api === 'API_1484_11') set(`${dialect.score}.scaled`, String(score / 100));
    }
  }

  return {
    resumeAt: Number.isFinite(at) && at > 0 ? at : 0,
    wasCompleted,
    kept: call('GetValue', KEPT),
    takeScoreBack() {
      for (const part of ['raw', 'min', 'max']) set(`${dialect.score}.${part}`, '');
      return call('GetValue', `${dialect.score}.raw`) === '';
    },
    save(progress) {
      if (isClosed) return;
      write(progress);
      call('Commit', '');
    },
    close(progress) {
      if (isClosed) return;
      isClosed = true;
      write(progress);
      call(dialect.finish, '');
    },
  };
}
