import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { build } from 'vite';
import { AUTO_FILE, SDK_FILE } from './security-headers';

export const SDK_TYPES_FILE = 'wakeful-embed.d.ts';

interface ScriptToBuild {
  readonly entry: string;
  /** Bytes after gzip; every course page loads it beside its own. */
  readonly limit: number;
}

/** The scripts that course pages load, by file. */
export const SCRIPTS = {
  [SDK_FILE]: { entry: 'src/embed/host/index.ts', limit: 5000 },
  [AUTO_FILE]: { entry: 'src/embed/host/auto-entry.ts', limit: 8000 },
} satisfies Readonly<Record<string, ScriptToBuild>>;

export type ScriptFile = keyof typeof SCRIPTS;

/** Version, size and integrity hash of a script, for whoever pins it. */
export const infoFileOf = (file: ScriptFile): string => file.replace(/js$/, 'json');

export interface HostScript {
  /** One ES module that imports nothing. */
  readonly code: string;
  readonly info: ScriptInfo;
}

export interface ScriptInfo {
  readonly file: string;
  readonly version: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** As in `integrity="…"` (Subresource Integrity). */
  readonly integrity: string;
}

/** Files of the SDK whose declarations are published; together they need no import. */
const DECLARED = ['src/embed/api.ts', 'src/embed/host/mount.ts', 'src/embed/host/xapi.ts'];

const versionOf = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

/**
 * Builds one of the scripts by itself, so that it shares no file with the app.
 * @param root folder with src and package.json
 * @throws Error when the script has grown beyond its limit
 */
export async function buildHostScript(file: ScriptFile, root: string): Promise<HostScript> {
  const { entry, limit } = SCRIPTS[file];
  const version = versionOf(root);
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'es2022',
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: join(root, entry),
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: file },
      },
    },
  });
  if (Array.isArray(built) || !('output' in built)) throw new Error(`${file} was built more than once.`);
  const [chunk, ...others] = built.output;
  if (others.length > 0 || chunk.imports.length > 0)
    throw new Error(`${file} is not one file: ${others.map(({ fileName }) => fileName).join()}`);

  // The minifier would take a banner of its own away.
  const code = `/*! ${file.replace('.js', '')} ${version}, MIT */\n${chunk.code}`;
  const bytes = Buffer.from(code);
  const info: ScriptInfo = {
    file,
    version,
    bytes: bytes.length,
    gzipBytes: gzipSync(bytes, { level: 9 }).length,
    integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
  };
  if (info.gzipBytes > limit)
    throw new Error(`${file} has ${info.gzipBytes} bytes after gzip; its limit is ${limit}.`);
  return { code, info };
}

/** The declarations of wakeful-embed.js in one file: what each imports is in one of the others. */
export function sdkTypes(root: string): string {
  const parts = DECLARED.map((path) => {
    const source = readFileSync(join(root, path), 'utf8');
    const { outputText, diagnostics } = ts.transpileDeclaration(source, {
      fileName: path,
      reportDiagnostics: true,
      compilerOptions: { isolatedDeclarations: true, removeComments: false },
    });
    const [problem] = diagnostics ?? [];
    if (problem) throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`);
    return outputText.replace(/^import type .*;\n/gm, '').trim();
  });
  return `// wakeful-embed ${versionOf(root)}\n${parts.join('\n\n')}\n`;
}
