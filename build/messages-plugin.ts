import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/lib/compile-module';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** A text, texts in a row, or texts under names. */
type Texts = string | readonly Texts[] | { readonly [key: string]: Texts };

const FOLDER = join(import.meta.dirname, '../src/app/messages');

/** Not as JSON files: Vite's server leaves imports alone in whatever is called so. */
const CATALOGUE = '\0wakeful-messages:';

/**
 * The catalogues of the app's texts (src/app/messages) as modules of strings and functions: what a
 * browser gets has nothing to parse.
 */
export function messageCatalogues(): Plugin {
  return {
    name: 'wakeful-messages',
    resolveId: {
      order: 'pre',
      filter: { id: /\.json$/ },
      handler: (source, importer) =>
        importer?.includes('/src/app/messages/')
          ? CATALOGUE + join(dirname(importer), basename(source, '.json'))
          : null,
    },
    load(id) {
      if (!id.startsWith(CATALOGUE)) return null;
      const file = `${id.slice(CATALOGUE.length)}.json`;
      this.addWatchFile(file);
      return compileCatalogue(JSON.parse(readFileSync(file, 'utf8')) as Texts, basename(file, '.json'));
    },
    transformIndexHtml: { order: 'pre', handler: writeTexts },
  };
}

/**
 * A page with the texts that stand there before the app does: `data-text="section.key"` in English,
 * and in all languages as data for public/start.js, which puts the learner's in its place;
 * `data-texts` in all languages, for browsers without scripts.
 */
export function writeTexts(html: string): string {
  const catalogues = new Map(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [
        basename(name, '.json'),
        JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Texts,
      ]),
  );
  const said: Record<string, Record<string, string>> = {};
  const page = html
    .replace(/( data-text="([^"]+)"[^>]*>)(?=<\/)/g, (start: string, _, path: string) => {
      for (const [language, catalogue] of catalogues) (said[language] ??= {})[path] = textAt(catalogue, path);
      return start + textAt(catalogues.get('en'), path);
    })
    .replace(/( data-texts="([^"]+)">)(?=<\/)/g, (start: string, _, path: string) =>
      [
        start,
        ...[...catalogues].map(([tag, catalogue]) => `<p lang="${tag}">${textAt(catalogue, path)}</p>`),
      ].join(''),
    );
  const data = JSON.stringify(said).replaceAll('<', '\\u003c');
  return page.replace('</body>', `<script type="application/json" id="page-texts">${data}</script>\n</body>`);
}

/** @throws Error when a page asks for a text that the catalogue lacks */
function textAt(catalogue: Texts | undefined, path: string): string {
  const text = path
    .split('.')
    .reduce<Texts | undefined>((at, key) => (at as Record<string, Texts> | undefined)?.[key], catalogue);
  if (typeof text !== 'string') throw new Error(`The catalogues have no text ${path}.`);
  return text;
}

/**
 * The module of a catalogue. A key with parameters, `left(n: number, name)`, becomes a function
 * `left` of them; other texts become strings.
 * @throws Error when a text is no ICU MessageFormat, or has plural forms that its language lacks
 */
export function compileCatalogue(catalogue: Texts, language: string): string {
  const messages: Record<string, string> = {};
  const written = write(catalogue, '', (text, parameters) => {
    if (parameters === null && !SYNTAX.test(text)) return JSON.stringify(text);
    const id = `m${Object.keys(messages).length}`;
    messages[id] = text;
    return parameters === null ? `messages.${id}()` : `(${parameters}) => messages.${id}({ ${parameters} })`;
  });
  const compiled = compileModule(new MessageFormat(language), messages);
  return `${compiled.replace('export default', 'const messages =')};\nexport default ${written};\n`;
}

/** What means more than itself in a message. */
const SYNTAX = /[{}'#]/;

/** Source of the value under a key. */
function write(
  value: Texts,
  key: string,
  message: (text: string, parameters: string | null) => string,
): string {
  if (typeof value === 'string') return message(value, parametersOf(key)?.join(', ') ?? null);
  if (Array.isArray(value)) return `[${value.map((each: Texts) => write(each, '', message)).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([each, under]) => `${JSON.stringify(each.replace(/\(.*/, ''))}: ${write(under, each, message)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

/** Names of the parameters in a key; null: it has none. */
export const parametersOf = (key: string): readonly string[] | null =>
  /\((.*)\)$/
    .exec(key)?.[1]
    ?.split(', ')
    .map((each) => each.replace(/:.*/, '')) ?? null;
