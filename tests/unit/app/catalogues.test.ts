import { parse, type Token } from '@messageformat/parser';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileCatalogue, parametersOf } from '../../../build/messages-plugin';
import { LANGUAGES, type Language } from '../../../src/app/messages/languages';

const FOLDER = join(import.meta.dirname, '../../../src/app/messages');

/** Every text of a catalogue by its path. */
function textsOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, under]) => textsOf(under, `${path}/${key}`));
}

const catalogueOf = (language: string): unknown =>
  JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8'));

const english = new Map(textsOf(catalogueOf('en')));
const others = (Object.keys(LANGUAGES) as Language[]).filter((language) => language !== 'en');

/** Names of the values that a text puts in. */
function placeholders(text: string): string[] {
  const names = new Set<string>();
  const collect = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if ('arg' in token) names.add(token.arg);
      if ('cases' in token) token.cases.forEach((each) => collect(each.tokens));
    }
  };
  collect(parse(text));
  return [...names].sort();
}

/** Words that other languages have from English or share with it; keys of the keyboard. */
const SHARED = new Set(
  `Monitor|Studio|Pause|Backend|Vibration|Updates|Labels|Label|Training|Name|Webcam|Video|Session|Notification|
  Suggestions|
  Score (macro-F1)|{n, plural, one {# session} other {# sessions}}`
    .split('|')
    .map((word) => word.trim()),
);

/** Without values, symbols, and names of measures and keys, nothing is left to translate. */
const isShared = (text: string): boolean =>
  SHARED.has(text) ||
  text.replace(/\{[^{}]*\}|\b(Wakeful|F1|V_state|Esc|Enter|[A-Z]|min)\b|[\W\d]/g, '') === '';

describe('the English catalogue', () => {
  it('names in its keys every value that a text puts in', () => {
    for (const [path, text] of english) {
      const known = parametersOf(path) ?? [];
      expect(
        placeholders(text).filter((name) => !known.includes(name)),
        path,
      ).toEqual([]);
    }
  });
});

it('has a catalogue for every language and a language for every catalogue', () => {
  const there = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  expect(there.map((name) => basename(name, '.json')).sort()).toEqual(Object.keys(LANGUAGES).sort());
});

describe.each(others)('the catalogue %s', (language) => {
  const texts = new Map(textsOf(catalogueOf(language)));

  it('has exactly the keys of the English one, in their order', () => {
    expect([...texts.keys()]).toEqual([...english.keys()]);
  });

  it('puts in exactly the values that the English texts put in', () => {
    for (const [path, text] of texts)
      expect(`${path}: ${placeholders(text).join()}`).toBe(
        `${path}: ${placeholders(english.get(path) ?? '').join()}`,
      );
  });

  it('compiles: its plural forms are those of the language', () => {
    expect(() => compileCatalogue(catalogueOf(language) as never, language)).not.toThrow();
  });

  it('leaves no text empty and none in English', () => {
    const left = [...texts].filter(([path, text]) => {
      if (text.trim() === '') return english.get(path)?.trim() !== '';
      return text === english.get(path) && !isShared(text);
    });
    expect(left).toEqual([]);
  });

  it('quotes as the language does, and lets no straight apostrophe swallow a value', () => {
    expect(
      [...texts].filter(
        ([, text]) => text.includes("'") || /"(?!camera)/.test(text.replace(/allow="camera"/g, '')),
      ),
    ).toEqual([]);
  });
});
