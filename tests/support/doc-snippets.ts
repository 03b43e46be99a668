import { readFileSync } from 'node:fs';

/** Addresses in docs/embedding.md that a test replaces by its own. */
export const DOC_WAKEFUL = 'https://wakeful.example';
export const DOC_COURSE = 'https://course.example';

const docText = (): string => readFileSync('docs/embedding.md', 'utf8');

const MARKED = /<!-- snippet: (\S+) -->\s+```\w+\n([^]*?)```/g;

/** The snippets of docs/embedding.md by their names, to be run as they stand there. */
export function docSnippets(): ReadonlyMap<string, string> {
  return new Map([...docText().matchAll(MARKED)].map(([, name = '', code = '']) => [name, code]));
}

/** A snippet of docs/embedding.md. Throws when there is none of this name. */
export function docSnippet(name: string): string {
  const code = docSnippets().get(name);
  if (code === undefined) throw new Error(`docs/embedding.md has no snippet "${name}".`);
  return code;
}

/** A row of the table of messages: `type`, and its further fields. */
const MESSAGE_ROW = /^\| `(\w+)` +\| (`t`, `\w+`) +\|/gm;

/** The fields of every message from the frame, sorted, as docs/embedding.md lists them. */
export function documentedFields(): ReadonlyMap<string, readonly string[]> {
  const rows = [...docText().matchAll(MESSAGE_ROW)].map(([, type = '', further = '']) => {
    const fields = [...further.matchAll(/\w+/g)].map(([name]) => name);
    return [type, ['type', ...fields].sort()] as const;
  });
  return new Map([['welcome', ['type', 'version']], ...rows]);
}

/** Headers as a snippet of docs/embedding.md writes them, one a line. */
export function docHeaders(name: string): Readonly<Record<string, string>> {
  const lines = docSnippet(name).trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/: (.*)/, 2) as [string, string]));
}
