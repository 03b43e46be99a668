import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { licenseOf, licensesText } from '../../../build/licenses-plugin';

function packageFolder(manifest: object, files: Readonly<Record<string, string>> = {}): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'wakeful-license-')), 'package');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe("a package's licence", () => {
  it('is what it names, with the texts that it ships', () => {
    const folder = packageFolder(
      { name: 'eyes', version: '1.2.3', license: 'Apache-2.0' },
      { LICENCE: 'the text\n', 'NOTICE.txt': 'the notice', 'README.md': 'not this' },
    );
    expect(licenseOf(folder)).toEqual({
      name: 'eyes',
      version: '1.2.3',
      license: 'Apache-2.0',
      text: 'the text\n\nthe notice',
    });
  });

  it('stops the build where none is named', () => {
    expect(() => licenseOf(packageFolder({ name: 'eyes', version: '1.2.3' }))).toThrow('licence');
  });
});

describe('the text of all licences', () => {
  const one = { name: 'b', version: '1.0.0', license: 'MIT', text: 'MIT text of b' };

  it('names every package with its text, in order', () => {
    const text = licensesText([one, { name: 'a', version: '2.0.0', license: 'ISC', text: 'ISC text of a' }]);
    const places = ['a 2.0.0 (ISC)\nb 1.0.0 (MIT)', 'ISC text of a', 'MIT text of b'].map((part) =>
      text.indexOf(part),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((x, y) => x - y));
  });

  it('sends who ships no text to one who does', () => {
    expect(licensesText([one, { ...one, name: 'c', text: '' }])).toContain('Licence: MIT, as under b.');
    expect(licensesText([{ ...one, text: '' }])).toContain('Licence: MIT.');
  });
});
