import { describe, expect, it } from 'vitest';
import type { Machine } from '../../../build/find-chromium';
import { findOrInstallParallel, HOW_TO_GET_PARALLEL } from '../../../build/find-parallel';

/** A machine with these files; installing puts GNU parallel on it where `installs` says so. */
function machine(files: string[], root: boolean, installs: boolean): Machine & { commands: string[] } {
  const present = new Set(files);
  const commands: string[] = [];
  return {
    environment: { PATH: '/usr/local/bin:/usr/bin' },
    playwrightPath: '/nowhere',
    exists: (path) => present.has(path),
    run: (command, args) => {
      commands.push([command, ...args].join(' '));
      if (args[0] === 'install' && installs) present.add('/usr/bin/parallel');
      return true;
    },
    isRoot: root,
    say: () => undefined,
    commands,
  };
}

describe('finding GNU parallel', () => {
  it('installs nothing where it is there', () => {
    const here = machine(['/usr/local/bin/parallel', '/usr/bin/apt-get'], true, true);
    expect(findOrInstallParallel(here)).toBe('/usr/local/bin/parallel');
    expect(here.commands).toEqual([]);
  });

  it("installs Debian's as root", () => {
    const bare = machine(['/usr/bin/apt-get'], true, true);
    expect(findOrInstallParallel(bare)).toBe('/usr/bin/parallel');
    expect(bare.commands).toEqual(['apt-get update', 'apt-get install -y --no-install-recommends parallel']);
  });

  it.each([
    ['without apt', machine([], true, true)],
    ['without rights', machine(['/usr/bin/apt-get'], false, true)],
    ['when the package cannot be had', machine(['/usr/bin/apt-get'], true, false)],
  ])('says what to do %s', (_, helpless) => {
    expect(() => findOrInstallParallel(helpless)).toThrow(HOW_TO_GET_PARALLEL);
  });
});
