/** What every command line has in common: its help, its options and how errors are told. */
import { Command, CommanderError, Option, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { WakefulError } from '../common/errors';
import { fileTrouble } from './files';

/** @param example what a person may type after `npm run NAME --` */
export function commandLine(name: string, description: string, example: string): Command {
  const call = `npm run ${name} --`;
  return new Command(call)
    .description(description)
    .addHelpText('after', `\nExample:\n  ${call} ${example}`)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
}

export const usageError = (message: string): WakefulError<'usage'> =>
  new WakefulError('usage', message, 'See --help.');

/** An option whose value `parse` reads; null: the value is not `wanted`. */
function parsedOption<const Flags extends string, T>(
  flags: Flags,
  description: string,
  wanted: string,
  parse: (text: string) => T | null,
) {
  const option = new Option(flags, description);
  return option.argParser((text: string): T => {
    const value = text.trim() === '' ? null : parse(text);
    if (value === null) throw usageError(`${option.long} is ${wanted}, not "${text}".`);
    return value;
  });
}

export function positiveNumber<const Flags extends string>(flags: Flags, description: string) {
  return parsedOption(flags, description, 'a number above 0', (text) => {
    const number = Number(text);
    return number > 0 && Number.isFinite(number) ? number : null;
  });
}

/** From 0 to 1, its ends included. */
export function fractionOf<const Flags extends string>(flags: Flags, description: string) {
  return parsedOption(flags, description, 'a number from 0 to 1', (text) => {
    const number = Number(text);
    return number >= 0 && number <= 1 ? number : null;
  });
}

export const someText = <const Flags extends string>(flags: Flags, description: string) =>
  parsedOption(flags, description, 'some text', (text) => text.trim());

export function wholeNumber<const Flags extends string>(flags: Flags, description: string, least = 1) {
  const wanted = `a whole number from ${least} on`;
  return parsedOption(flags, `${description}: ${wanted}`, wanted, (text) => {
    const number = Number(text);
    return Number.isSafeInteger(number) && number >= least ? number : null;
  });
}

export function oneOf<const Flags extends string, const T extends string>(
  flags: Flags,
  description: string,
  choices: readonly T[],
) {
  const listed = choices.join(', ');
  return parsedOption(
    flags,
    `${description}: ${listed}`,
    `one of ${listed}`,
    (text) => choices.find((choice) => choice === text) ?? null,
  );
}

/** Some of the choices, with commas between them; in the order of the choices. */
export function someOf<const Flags extends string, const T extends string | number>(
  flags: Flags,
  description: string,
  choices: readonly T[],
) {
  const listed = choices.join(',');
  return parsedOption(flags, `${description}: some of ${listed}`, `some of ${listed}`, (text) => {
    const wanted = new Set(text.split(',').map((part) => part.trim()));
    const found = choices.filter((choice) => wanted.has(String(choice)));
    return found.length === wanted.size ? found : null;
  });
}

/**
 * Runs a command by the process's arguments. Errors that people can mend are told in words, and
 * the process then ends with `failure`; the others keep their stack.
 */
export async function runCommand(command: CommandUnknownOpts, failure = 1): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    if (error instanceof CommanderError || (error instanceof WakefulError && error.code === 'usage')) {
      const message = error.message.replace(/^error: /, '');
      console.error(`\n${message.charAt(0).toUpperCase()}${message.slice(1)}\n`);
      command.outputHelp({ error: true });
    } else if (error instanceof WakefulError) console.error(`\n${error.message}\n${error.remedy}`);
    else {
      const trouble = fileTrouble(error);
      if (trouble === null) throw error;
      console.error(`\n${trouble}`);
    }
    process.exitCode = failure;
  }
}
