import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { normalizePath } from 'vite';
import type { Plugin, Rolldown } from 'vite';

/** Beside index.html; the About page links to it. */
export const LICENSES_FILE = 'third-party-licenses.txt';

/**
 * Packages whose files are shipped outside the bundles of page and workers: the models; the service
 * worker's.
 */
const SHIPPED_APART = [
  '@mediapipe/face_mesh',
  '@vladmandic/human',
  'workbox-core',
  'workbox-precaching',
  'workbox-routing',
  'workbox-strategies',
];

const HEAD = `Wakeful contains the following packages, unchanged but for bundling. A package is named once for all its files.`;

interface PackageLicense {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  /** The licence's text and notices, as the package ships them; may be empty. */
  readonly text: string;
}

/** The package that a module or file belongs to; null: the project's own. */
function packageOf(path: string): string | null {
  const match = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(normalizePath(path).replace(/\0/g, ''));
  return match?.[1] ?? null;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/**
 * @throws Error when the package does not name its licence: then somebody has to look at it before
 * it is shipped.
 */
export function licenseOf(folder: string): PackageLicense {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = manifest as Readonly<Record<string, unknown>>;
  if (!isText(name) || !isText(version) || !isText(license))
    throw new Error(`${folder}/package.json does not name package, version and licence.`);
  const text = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
    .join('\n\n');
  return { name, version, license, text };
}

/**
 * Plain text: the names of all, then each with its licence; who ships no text of it is sent to one
 * who does.
 */
export function licensesText(packages: readonly PackageLicense[]): string {
  const sorted = [...packages].sort((a, b) => (a.name < b.name ? -1 : 1));
  const sameLicense = ({ license }: PackageLicense): string => {
    const other = sorted.find((one) => one.license === license && one.text !== '');
    return other === undefined ? `Licence: ${license}.` : `Licence: ${license}, as under ${other.name}.`;
  };
  const title = ({ name, version, license }: PackageLicense): string => `${name} ${version} (${license})`;
  return [
    HEAD,
    sorted.map(title).join('\n'),
    ...sorted.map((one) => `${'='.repeat(80)}\n${title(one)}\n\n${one.text || sameLicense(one)}`),
    '',
  ].join('\n\n');
}

/**
 * Writes the licences of all packages that the build contains. The page and its workers are bundled
 * apart; `inWorkers` belongs into `worker.plugins`, `inPage` into `plugins`. Vite's own
 * `build.license` leaves the workers out, where most packages are.
 * @param root folder with node_modules
 */
export function thirdPartyLicenses(root = dirname(import.meta.dirname)): {
  readonly inPage: Plugin;
  readonly inWorkers: () => Plugin;
} {
  const folders = new Set<string>();
  const collect = (bundle: Rolldown.OutputBundle): void => {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
    for (const folder of new Set(modules.map(packageOf)))
      if (folder !== null && existsSync(join(folder, 'package.json'))) folders.add(folder);
  };
  return {
    inWorkers: () => ({
      name: 'wakeful-licenses-in-workers',
      apply: 'build',
      generateBundle: (_, bundle) => collect(bundle),
    }),
    inPage: {
      name: 'wakeful-licenses',
      apply: 'build',
      generateBundle: {
        // After Vite's own plugins, which bundle the workers.
        order: 'post',
        handler(_, bundle) {
          collect(bundle);
          for (const name of SHIPPED_APART) folders.add(join(root, 'node_modules', name));
          this.emitFile({
            type: 'asset',
            fileName: LICENSES_FILE,
            source: licensesText([...folders].map(licenseOf)),
          });
        },
      },
    },
  };
}
