import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, normalizePath } from 'vite';
import type { Plugin } from 'vite';
import type { PrecacheEntry } from 'workbox-precaching';
import { LICENSES_FILE } from './licenses-plugin';
import { prepareModels } from './models/model-files';
import { sha256 } from './sha256';

/** The service worker's file. Its folder is its scope, so it lies beside index.html. */
export const SERVICE_WORKER = 'sw.js';

/** Runs before the app's modules and says when they do not start (public/). */
export const START_SCRIPT = 'start.js';

interface ShellOptions {
  /** Where Vite writes files whose name holds a hash of their content. */
  readonly assetsFolder: string;
  /** SHA-256 of files that the app keeps itself, by content (src/vision/model-cache.ts). */
  readonly models: ReadonlySet<string>;
  /**
   * Sent with every file. They are kept with a response, so changed headers make a new revision.
   */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What the app needs to open without a network, model files aside. Other pages are left out:
 * embed.html is shown in a page that needs the network, and the host's script and the demo must
 * never be of another version than their server's.
 *
 * Integrity makes a deployment that is only half there fail to install instead of mixing versions.
 * @param dist folder of a finished build
 */
export function shellOf(
  dist: string,
  { assetsFolder, models, headers }: ShellOptions,
): Required<PrecacheEntry>[] {
  const isAsset = (path: string): boolean => path.startsWith(`${assetsFolder}/`) && !path.endsWith('.map');
  const isTopLevel = (path: string): boolean =>
    ['index.html', START_SCRIPT, LICENSES_FILE].includes(path) || /^[^/]+\.(svg|png|webmanifest)$/.test(path);
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      normalizePath(join(parentPath, name)).slice(normalizePath(dist).length + 1),
    )
    .filter((path) => isAsset(path) || isTopLevel(path))
    .sort()
    .map((path) => ({ path, bytes: readFileSync(join(dist, path)) }))
    .filter(({ bytes }) => !models.has(sha256(bytes)))
    .map(({ path, bytes }) => ({
      url: path,
      revision: isAsset(path) ? null : sha256(Buffer.concat([bytes, Buffer.from(JSON.stringify(headers))])),
      integrity: `sha256-${createHash('sha256').update(bytes).digest('base64')}`,
    }));
}

/**
 * Builds src/service-worker/sw.ts with the list of the shell's files into the finished build, as
 * one classic script: not every browser starts a service worker that is a module.
 *
 * Workbox's runtime does the caching. Its build tools (and vite-plugin-pwa, which stands on them)
 * would bring some 270 packages for the list above.
 */
export function offlineShell(
  headers: Readonly<Record<string, string>>,
  root = normalizePath(join(import.meta.dirname, '..')),
): Plugin {
  let dist = '';
  let assetsFolder = '';
  return {
    name: 'wakeful-offline',
    apply: 'build',
    configResolved(config) {
      dist = normalizePath(resolve(config.root, config.build.outDir));
      assetsFolder = config.build.assetsDir;
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const models = new Set(
          Object.values(prepareModels(root)).flatMap((source) => (source === null ? [] : [source.sha256])),
        );
        await build({
          configFile: false,
          root,
          logLevel: 'warn',
          define: { WAKEFUL_SHELL: JSON.stringify(shellOf(dist, { assetsFolder, models, headers })) },
          build: {
            outDir: dist,
            emptyOutDir: false,
            copyPublicDir: false,
            target: 'es2022',
            rolldownOptions: {
              input: join(root, 'src/service-worker/sw.ts'),
              output: { format: 'iife', entryFileNames: SERVICE_WORKER },
            },
          },
        });
      },
    },
  };
}
