import { readFileSync } from 'node:fs';

/** Addresses in docs/embedding.md that a test replaces by its own. */
export const DOC_WAKEFUL = 'https://wakeful.example';
export const DOC_COURSE = 'https://course.example';

const MARKED = /<!-- snippet: (\S+) -->\s+```\w+\n([^]*?)```/g;

/** The snippets of docs/embedding.md by their names, to be run as they stand there. */
export function docSnippets(): ReadonlyMap<string, string> {
  const text = readFileSync('docs/embedding.md', 'utf8');
  return new Map([...text.matchAll(MARKED)].map(([, name = '', code = '']) => [name, code]));
}

/** A snippet of docs/embedding.md. Throws when there is none of this name. */
export function docSnippet(name: string): string {
  const code = docSnippets().get(name);
  if (code === undefined) throw new Error(`docs/embedding.md has no snippet "${name}".`);
  return code;
}
