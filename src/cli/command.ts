import { WakefulError } from '../common/errors';

/** A command line that asks for something there is not; the remedy is the help text. */
export function usageError(message: string, help: string): WakefulError<'usage'> {
  return new WakefulError('usage', message, help);
}

/** Runs a command; what people can mend is told in words, everything else keeps its stack. Sets the exit status. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (error instanceof WakefulError) console.error(`\n${error.message}\n${error.remedy}`);
    // parseArgs says by its code that the command line is at fault.
    else if (error instanceof TypeError && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS')) {
      console.error(`\n${error.message}\nSee --help.`);
    } else throw error;
    process.exitCode = 1;
  }
}

/** An option that holds a number above 0. @throws WakefulError `usage` */
export function positiveNumber(name: string, value: string, help: string): number {
  const number = Number(value);
  if (value.trim() !== '' && number > 0 && Number.isFinite(number)) return number;
  throw usageError(`--${name} is a number above 0, not "${value}".`, help);
}

/** An option that holds a whole number of at least `least`. @throws WakefulError `usage` */
export function wholeNumber(name: string, value: string, help: string, least = 1): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(number) && number >= least) return number;
  throw usageError(`--${name} is a whole number from ${least} on, not "${value}".`, help);
}

/** An option that is one of some words. @throws WakefulError `usage` */
export function oneOf<T extends string>(name: string, value: string, choices: readonly T[], help: string): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw usageError(`--${name} is one of ${choices.join(', ')}, not "${value}".`, help);
}
