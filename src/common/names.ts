import { WAKEFULNESS_CLASSES } from './classes';

/** Characters of a person's or session's name at most. */
export const NAME_LIMIT = 60;

/** Control characters, and those that turn the direction of what follows: disguises. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A person's or session's name as it is kept; null: nothing is left of it. */
export function tidyName(name: string): string | null {
  const tidy = name
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(UNSEEN, '')
    .trim()
    .slice(0, NAME_LIMIT)
    .trim();
  return /[\p{L}\p{N}]/u.test(tidy) ? tidy : null;
}

/** Names that Windows gives to devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The name as a folder on any system: letters, digits, and `.`, `_`, `-` and spaces within. Names
 * of labels are changed, for a folder of that name would be one of stills. null: nothing is left of
 * it.
 */
export function folderName(name: string): string | null {
  const safe = (tidyName(name) ?? '')
    .replace(/[^\p{L}\p{N}\p{M}._ -]+/gu, '-')
    .replace(/^[._ -]+|[._ -]+$/gu, '');
  if (safe === '') return null;
  const taken = DEVICES.test(safe) || WAKEFULNESS_CLASSES.some((label) => label === safe.toLowerCase());
  return taken ? `${safe}-1` : safe;
}

/** The name, with a number behind it where it is taken, in upper or lower case. */
export function freeName(name: string, taken: readonly string[], joint = '-'): string {
  const used = new Set(taken.map((other) => other.toLowerCase()));
  let free = name;
  for (let number = 2; used.has(free.toLowerCase()); number++) free = `${name}${joint}${number}`;
  return free;
}
