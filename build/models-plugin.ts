import { dirname } from 'node:path';
import { normalizePath } from 'vite';
import type { Plugin } from 'vite';
import { prepareModels, prepareRuntimes } from './models/model-files';
import type { ModelSource } from './models/model-files';

const MODULE = 'virtual:wakeful-models';
/** Rollup's mark of a module that is no file. */
const RESOLVED = `\0${MODULE}`;

/**
 * Gives `virtual:wakeful-models` (src/models.d.ts): every file that the app downloads, by URL, with
 * its size and SHA-256. The URLs are ordinary Vite assets: served by the dev server, hashed by
 * content in a build, from workers too.
 *
 * Vite applies `plugins` to the page and, in development, to workers; a build's workers need it in
 * `worker.plugins`.
 * @param root folder with node_modules and models
 */
export function wakefulModels(root = dirname(import.meta.dirname)): Plugin {
  return {
    name: 'wakeful-models',
    resolveId: (id) => (id === MODULE ? RESOLVED : null),
    load(id) {
      return id === RESOLVED ? moduleSource(root) : null;
    },
  };
}

function moduleSource(root: string): string {
  const imports: string[] = [];
  const url = (path: string): string => {
    const name = `url${imports.length}`;
    imports.push(`import ${name} from ${JSON.stringify(`${normalizePath(path)}?url`)};`);
    return name;
  };
  const modelFile = ({ path, name, bytes, sha256 }: ModelSource): string =>
    `{ url: ${url(path)}, name: ${JSON.stringify(name)}, bytes: ${bytes}, sha256: ${JSON.stringify(sha256)} }`;

  const models = Object.entries(prepareModels(root)).map(
    ([name, source]) => `export const ${name} = ${source === null ? 'null' : modelFile(source)};`,
  );
  const runtimes = prepareRuntimes(root);
  return [
    ...models,
    `export const visionLoaderUrl = ${url(runtimes.visionLoader)};`,
    `export const tfjsWasmUrls = {
      'tfjs-backend-wasm.wasm': ${url(runtimes.tfjsWasm)},
      'tfjs-backend-wasm-simd.wasm': ${url(runtimes.tfjsWasmSimd)},
    };`,
    ...imports,
  ].join('\n');
}
