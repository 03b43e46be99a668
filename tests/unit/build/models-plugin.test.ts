import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { build } from 'vite';
import type { Rolldown } from 'vite';
import { wakefulModels } from '../../../build/models-plugin';
import { prepareModels } from '../../../build/models/model-files';
import { sha256 } from '../../../build/sha256';

const project = resolve(import.meta.dirname, '../../..');
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wakeful-models-'));
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
});

afterEach(() => rmSync(root, { recursive: true }));

describe('wakefulModels', () => {
  it('emits every file under a name with its hash, and tells its size and sha256', async () => {
    mkdirSync(join(root, 'models'));
    writeFileSync(join(root, 'models', 'default.safetensors'), 'a checkpoint');
    writeFileSync(join(root, 'entry.js'), `export * from 'virtual:wakeful-models';`);
    const { output } = (await build({
      root,
      configFile: false,
      logLevel: 'silent',
      base: './',
      plugins: [wakefulModels(root)],
      build: {
        write: false,
        minify: false,
        assetsInlineLimit: 0,
        rolldownOptions: { input: join(root, 'entry.js'), preserveEntrySignatures: 'strict' },
      },
    })) as Rolldown.RolldownOutput;

    const assets = new Map(
      output.flatMap((file) => (file.type === 'asset' ? [[file.fileName, Buffer.from(file.source)]] : [])),
    );
    const code = output.find((file) => file.type === 'chunk')!.code;
    const described = [...code.matchAll(/new URL\("([^"]+)", import\.meta\.url\)/g)].map(([, url]) => url);
    expect(described).toHaveLength(7);
    for (const [name, bytes] of assets) {
      expect(name).toMatch(/^assets\/.+-[\w-]{8}\.\w+$/);
      expect(code).toContain(name.replace('assets/', ''));
      const js = name.endsWith('.js');
      const url = name.includes('tfjs-backend');
      if (!js && !url) {
        expect(code).toContain(sha256(bytes));
        expect(code).toContain(`bytes: ${bytes.length}`);
      }
    }
    expect(code).toMatch(/facenet = null/);
    const kinds = [...assets.keys()].map((name) => name.replace(/^assets\/(.+)-[\w-]{8}(\.\w+)$/, '$1$2'));
    expect(kinds.sort()).toEqual([
      'default.safetensors',
      'face_landmarker.task',
      'faceres.safetensors',
      'tfjs-backend-wasm-simd.wasm',
      'tfjs-backend-wasm.wasm',
      'vision_wasm_module_internal.js',
      'vision_wasm_module_internal.wasm',
    ]);
  });
});

describe('prepareModels', () => {
  it('finds the optional files of models/', () => {
    mkdirSync(join(root, 'models'));
    writeFileSync(join(root, 'models', 'facenet-vggface2.safetensors'), 'weights');
    const { facenet, checkpoint } = prepareModels(root);
    expect(facenet).toMatchObject({ name: 'facenet-vggface2.safetensors', bytes: 7 });
    expect(checkpoint).toBeNull();
  });

  it('replaces a built file that was changed', () => {
    const { faceres } = prepareModels(root);
    writeFileSync(faceres.path, 'broken');
    expect(prepareModels(root).faceres).toEqual(faceres);
    expect(existsSync(faceres.path)).toBe(true);
  });

  it('refuses a package file that is not the pinned one, and says what to do', () => {
    rmSync(join(root, 'node_modules'));
    for (const name of ['@mediapipe/face_mesh', '@vladmandic/human/models']) {
      cpSync(join(project, 'node_modules', name), join(root, 'node_modules', name), { recursive: true });
    }
    writeFileSync(join(root, 'node_modules/@vladmandic/human/models/faceres.bin'), 'other');
    expect(() => prepareModels(root)).toThrow(/faceres\.bin is not the file.*Run "npm ci"/);
    rmSync(join(root, 'node_modules/@vladmandic/human/models/faceres.bin'));
    expect(() => prepareModels(root)).toThrow(/faceres\.bin is missing.*npm ci/);
  });
});
