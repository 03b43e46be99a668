import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wakefulEmbed, withList } from '../../../build/embed-plugin';
import {
  buildHostScript,
  SCRIPTS,
  SDK_TYPES_FILE,
  sdkTypes,
  type HostScript,
} from '../../../build/embed-sdk';
import { HOSTS_META } from '../../../src/embed/frame/hosts-meta';

describe('the script that course pages import', () => {
  let sdk: HostScript;
  let auto: HostScript;
  const types = sdkTypes('.');
  beforeAll(async () => {
    sdk = await buildHostScript('wakeful-embed.js', '.');
    auto = await buildHostScript('wakeful-auto.js', '.');
  });

  it('is one module that imports nothing and exports mount and toXapi', () => {
    const file = ts.createSourceFile('sdk.js', sdk.code, ts.ScriptTarget.ES2022);
    const exported = file.statements
      .filter(ts.isExportDeclaration)
      .flatMap(({ exportClause }) =>
        exportClause && ts.isNamedExports(exportClause)
          ? exportClause.elements.map(({ name }) => name.text)
          : [],
      );
    expect(exported.sort()).toEqual(['mount', 'toXapi']);
    expect(file.statements.some(ts.isImportDeclaration)).toBe(false);
    expect(sdk.code).not.toMatch(/\bimport\s*\(|\beval\b|new Function/);
  });

  it('is one that imports and exports nothing, where it fills the page by itself', () => {
    const file = ts.createSourceFile('auto.js', auto.code, ts.ScriptTarget.ES2022);
    expect(file.statements.some((node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node))).toBe(
      false,
    );
    expect(auto.code).not.toMatch(/\bimport\s*\(|\beval\b|new Function|innerHTML/);
  });

  it('has the version of the app, and the size and hash that are published', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(types).toContain(`wakeful-embed ${version}`);
    for (const [file, { code, info }] of [
      ['wakeful-embed.js', sdk],
      ['wakeful-auto.js', auto],
    ] as const) {
      const bytes = Buffer.from(code);
      expect(code).toContain(`${file.replace('.js', '')} ${version}`);
      expect(info).toEqual({
        file,
        version,
        bytes: bytes.length,
        gzipBytes: gzipSync(bytes, { level: 9 }).length,
        integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
      });
      expect(info.gzipBytes).toBeLessThanOrEqual(SCRIPTS[file].limit);
    }
    expect(SCRIPTS['wakeful-auto.js'].limit).toBeLessThanOrEqual(8000);
  });

  it('has types that stand alone and say what a page may write', () => {
    const page = `
      import { mount, toXapi } from './wakeful-embed';
      const monitor = mount(document.body, { title: 'How awake you are' });
      const end: () => void = monitor.on('state', ({ t, state }) => console.log(new Date(t), state === 'asleep'));
      monitor.on('state', (event) => toXapi(event, {
        actor: { account: { homePage: '', name: '' } }, activityId: '', vocabulary: '',
      }));
      // @ts-expect-error nothing is told of who it is
      monitor.on('state', ({ learner }) => console.log(learner));
      // @ts-expect-error there is no such event
      monitor.on('picture', () => undefined);
    `;
    const sources = new Map([
      [SDK_TYPES_FILE, types],
      ['page.ts', page],
    ]);
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      skipDefaultLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: [],
    };
    const disk = ts.createCompilerHost(options);
    const written = (path: string): string | undefined => sources.get(path.split('/').at(-1) ?? path);
    const host: ts.CompilerHost = {
      ...disk,
      fileExists: (path) => written(path) !== undefined || disk.fileExists(path),
      readFile: (path) => written(path) ?? disk.readFile(path),
      getSourceFile(path, target) {
        const text = written(path);
        return text === undefined
          ? disk.getSourceFile(path, target)
          : ts.createSourceFile(path, text, target);
      },
    };
    const problems = ts.getPreEmitDiagnostics(ts.createProgram(['page.ts'], options, host));
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });
});

describe('the list of course pages in embed.html', () => {
  const page = `<head><meta name="${HOSTS_META}" content="'self'"><meta name="robots" content="noindex"></head>`;

  it('is replaced, and nothing else is', () => {
    expect(withList(page, ["'self'", 'https://a.example'])).toBe(
      page.replace(`"'self'"`, `"'self' https://a.example"`),
    );
  });

  it('is what was put in last', () => {
    expect(withList(withList(page, ['https://a.example']), ["'self'"])).toBe(page);
  });

  it('must be there', () => {
    expect(() => withList('<head></head>', [])).toThrow('no list');
  });
});

describe('the dev server', () => {
  let server: ViteDevServer;
  beforeAll(async () => {
    server = await createServer({
      configFile: false,
      plugins: [wakefulEmbed(["'self'"])],
      server: { port: 0, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true },
      logLevel: 'silent',
    });
    await server.listen();
  });
  afterAll(() => server.close());

  const get = (path: string): Promise<Response> =>
    fetch(new URL(path, server.resolvedUrls?.local[0]), { redirect: 'manual' });

  it('serves the script as it is published, to any page', async () => {
    const response = await get('wakeful-embed.js');
    expect(response.headers.get('Content-Type')).toContain('text/javascript');
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(await response.text()).toBe((await buildHostScript('wakeful-embed.js', '.')).code);
  });

  it('serves the demo, also to whoever leaves its slash out', async () => {
    expect((await get('demo')).headers.get('Location')).toBe('/demo/');
    expect(await (await get('demo/')).text()).toBe(readFileSync('demo/index.html', 'utf8'));
    expect(await (await get('demo/course.js')).text()).toBe(readFileSync('demo/course.js', 'utf8'));
  });
});
