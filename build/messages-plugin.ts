import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/lib/compile-module';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** A text, texts in a row, or texts under names. */
type Texts = string | readonly Texts[] | { readonly [key: string]: Texts };

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
  };
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
