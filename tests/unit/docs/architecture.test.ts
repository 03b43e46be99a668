import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const paths = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).map(
  (path) => `/${path.replaceAll('\\', '/')}`,
);

/** Files and folders, as far as the text names them whole: `app/monitor/alerts/`, `plan.ts`. */
const named = (text: string): readonly string[] =>
  [...text.matchAll(/`([\w./-]+)`/g)]
    .map(([, name]) => name!.replace(/\/$/, ''))
    .filter((name) => /\/|\.(tsx?|json|css)$/.test(name));

it('the page on the architecture names files and folders that are there', () => {
  const names = named(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8'));
  expect(names.length).toBeGreaterThan(50);
  const gone = names.filter(
    (name) => !existsSync(join(ROOT, name)) && !paths.some((path) => path.endsWith(`/${name}`)),
  );
  expect(gone).toEqual([]);
});

it('the README lists the rooms of src, all of them', () => {
  const [, layout = ''] =
    /^src\/\n([^]*?)^tests\//m.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
  const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect([...layout.matchAll(/^ {2}([\w-]+)\/ /gm)].map(([, room]) => room).sort()).toEqual(
    rooms.map(({ name }) => name).sort(),
  );
});
