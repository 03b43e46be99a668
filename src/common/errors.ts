/**
 * The base of every error that a person may meet. `code` is stable (strings and tests key on it),
 * `message` says what happened, `remedy` says in plain words what the person can do about it.
 */
export class WakefulError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly remedy: string;

  constructor(code: Code, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'WakefulError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** What an error of any kind says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
