import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { build } from 'vite';
import { SDK_FILE } from './security-headers';

export const SDK_TYPES_FILE = 'wakeful-embed.d.ts';
/** Version, size and integrity hash of the script, for whoever pins it. */
export const SDK_INFO_FILE = 'wakeful-embed.json';

/** Bytes after gzip; every course page loads it beside its own. */
export const SDK_LIMIT = 5000;

export interface Sdk {
  /** One ES module that imports nothing. */
  readonly code: string;
  /** One declaration file that imports nothing. */
  readonly types: string;
  readonly info: SdkInfo;
}

export interface SdkInfo {
  readonly file: string;
  readonly version: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** As in `integrity="…"` (Subresource Integrity). */
  readonly integrity: string;
}

/** Files of the SDK whose declarations are published; together they need no import. */
const DECLARED = ['src/embed/api.ts', 'src/embed/host/mount.ts', 'src/embed/host/xapi.ts'];

/**
 * Builds wakeful-embed.js and its types by themselves, so that they share no file with the app.
 * @param root folder with src and package.json
 * @throws Error when the script has grown beyond its limit
 */
export async function buildEmbedSdk(root: string): Promise<Sdk> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
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
        input: join(root, 'src/embed/host/index.ts'),
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: SDK_FILE },
      },
    },
  });
  if (Array.isArray(built) || !('output' in built)) throw new Error('The SDK was built more than once.');
  const [chunk, ...others] = built.output;
  if (others.length > 0 || chunk.imports.length > 0)
    throw new Error(`${SDK_FILE} is not one file: ${[...others.map(({ fileName }) => fileName)].join()}`);

  // The minifier would take a banner of its own away.
  const code = `/*! wakeful-embed ${version}, MIT */\n${chunk.code}`;
  const bytes = Buffer.from(code);
  const info: SdkInfo = {
    file: SDK_FILE,
    version,
    bytes: bytes.length,
    gzipBytes: gzipSync(bytes, { level: 9 }).length,
    integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
  };
  if (info.gzipBytes > SDK_LIMIT)
    throw new Error(`${SDK_FILE} has ${info.gzipBytes} bytes after gzip; its limit is ${SDK_LIMIT}.`);
  return { code, types: declarations(root, version), info };
}

/** The declarations in one file: what each imports is in one of the others. */
function declarations(root: string, version: string): string {
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
  return `// wakeful-embed ${version}\n${parts.join('\n\n')}\n`;
}
