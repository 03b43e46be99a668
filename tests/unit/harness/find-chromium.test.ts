import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  chromiumHere,
  findOrInstallChromium,
  HOW_TO_GET_CHROMIUM,
  type Machine,
} from '../../../build/find-chromium';

const PLAYWRIGHT = '/root/.cache/ms-playwright/chromium/chrome';

/** A machine with these files; each command puts further files on it. */
function machine(
  files: string[],
  options: { environment?: Record<string, string>; root?: boolean; installs?: Record<string, string> } = {},
): Machine & { readonly commands: string[] } {
  const present = new Set(files);
  const commands: string[] = [];
  return {
    environment: { PATH: ['/usr/local/bin', '/usr/bin'].join(delimiter), ...options.environment },
    playwrightPath: PLAYWRIGHT,
    exists: (path) => present.has(path),
    run: (command, args) => {
      const line = [command, ...args].join(' ');
      commands.push(line);
      for (const [start, file] of Object.entries(options.installs ?? {}))
        if (line.startsWith(start)) present.add(file);
      return true;
    },
    isRoot: options.root ?? false,
    say: () => undefined,
    commands,
  };
}

describe('finding a Chromium', () => {
  it('takes WAKEFUL_CHROMIUM before all others', () => {
    const all = machine(['/opt/mine', PLAYWRIGHT, '/usr/bin/chromium'], {
      environment: { WAKEFUL_CHROMIUM: '/opt/mine' },
    });
    expect(chromiumHere(all)).toBe('/opt/mine');
  });

  it('refuses a WAKEFUL_CHROMIUM that is not there rather than testing another browser', () => {
    const wrong = machine(['/usr/bin/chromium'], { environment: { WAKEFUL_CHROMIUM: '/opt/mine' } });
    expect(() => chromiumHere(wrong)).toThrow('/opt/mine');
  });

  it("takes Playwright's own before the PATH's", () => {
    expect(chromiumHere(machine([PLAYWRIGHT, '/usr/bin/chromium']))).toBe(PLAYWRIGHT);
  });

  it('looks for Chromium and Chrome along the PATH', () => {
    expect(chromiumHere(machine(['/usr/bin/google-chrome']))).toBe('/usr/bin/google-chrome');
    expect(chromiumHere(machine(['/elsewhere/chromium']))).toBeNull();
  });

  it('installs nothing where one is found', () => {
    const here = machine(['/usr/bin/chromium', '/usr/bin/apt-get'], { root: true });
    findOrInstallChromium(here);
    expect(here.commands).toEqual([]);
  });

  it("as root on Debian installs Debian's", () => {
    const debian = machine(['/usr/bin/apt-get'], {
      root: true,
      installs: { 'apt-get install': '/usr/bin/chromium' },
    });
    expect(findOrInstallChromium(debian)).toBe('/usr/bin/chromium');
    expect(debian.commands[0]).toBe('apt-get update');
    expect(debian.commands).toHaveLength(2);
  });

  it("installs Playwright's where apt cannot be used or has none", () => {
    const user = machine(['/usr/bin/apt-get'], { installs: { 'npx playwright install': PLAYWRIGHT } });
    expect(findOrInstallChromium(user)).toBe(PLAYWRIGHT);
    expect(user.commands).toEqual(['npx playwright install chromium']);
    const noPackage = machine(['/usr/bin/apt-get'], {
      root: true,
      installs: { 'npx playwright install': PLAYWRIGHT },
    });
    expect(findOrInstallChromium(noPackage)).toBe(PLAYWRIGHT);
  });

  it('says what to do when nothing helps', () => {
    expect(() => findOrInstallChromium(machine([]))).toThrow(HOW_TO_GET_CHROMIUM);
  });
});
