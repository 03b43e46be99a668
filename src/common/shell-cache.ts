/**
 * How the cache of the program itself (page, scripts, fonts, runtimes) is called. It holds nothing
 * of a person, so its name is not one of those that "Delete everything" removes (NAME_PREFIX in
 * src/storage/database.ts): the program still opens afterwards, offline too.
 */
export const SHELL_CACHE_PREFIX = 'app-shell-of-wakeful';

/** What a page posts to a waiting service worker to put it in charge. */
export const ACTIVATE = 'wakeful-activate';

/**
 * What a page posts to the service worker, with a port, to have the program's files checked and
 * completed; ShellReports come through the port. public/start.js says it too.
 */
export const CHECK = 'wakeful-check';

export interface ShellReport {
  /** All files of the program. */
  readonly files: number;
  /** Those that this device has not, or has damaged. */
  readonly missing: number;
  /** No further one follows. */
  readonly isDone: boolean;
}
