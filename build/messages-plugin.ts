import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/lib/compile-module';
import { basename } from 'node:path';
import type { Plugin } from 'vite';

/** A text, texts in a row, or texts under names. */
type Texts = string | readonly Texts[] | { readonly [key: string]: Texts };

/**
 * The catalogues of the app's texts (src/app/messages) as modules of strings and functions: what a
 * browser gets has nothing to parse.
 */
export function messageCatalogues(): Plugin {
  return {
    name: 'wakeful-messages',
    transform: {
      // Before Vite makes a plain object of it.
      order: 'pre',
      filter: { id: /\/src\/app\/messages\/[^/]+\.json$/ },
      handler: (json, id) => ({
        code: compileCatalogue(JSON.parse(json) as Texts, basename(id, '.json')),
        map: null,
        moduleType: 'js',
      }),
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
