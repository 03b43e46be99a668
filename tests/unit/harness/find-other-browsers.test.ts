import { describe, expect, it } from 'vitest';
import { firefoxHere, missingBrowsers, webKitHere } from '../../../build/find-other-browsers';

/** A machine with these files. */
const machine = (...files: string[]) => ({
  environment: { PATH: '/usr/local/bin:/usr/bin' },
  exists: (path: string) => files.includes(path),
});

const list = (): string[] => ['python3', 'aarch64-linux-gnu'];

const WEBKIT = [
  '/usr/bin/WebKitWebDriver',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/bin/Xvfb',
  '/usr/bin/dbus-run-session',
];

describe('finding the other browsers', () => {
  it("takes Debian's Firefox before another", () => {
    expect(firefoxHere(machine('/usr/local/bin/firefox', '/usr/bin/firefox-esr'))).toBe(
      '/usr/bin/firefox-esr',
    );
    expect(firefoxHere(machine('/usr/local/bin/firefox'))).toBe('/usr/local/bin/firefox');
    expect(firefoxHere(machine())).toBeNull();
  });

  it('finds WebKitGTK on any processor', () => {
    expect(webKitHere(machine(...WEBKIT), list)).toEqual({
      driver: WEBKIT[0],
      miniBrowser: WEBKIT[1],
      xvfb: WEBKIT[2],
      dbus: WEBKIT[3],
    });
  });

  it.each(WEBKIT)('needs %s', (missing) => {
    expect(webKitHere(machine(...WEBKIT.filter((path) => path !== missing)), list)).toBeNull();
  });

  it('says which are missing', () => {
    expect(missingBrowsers(machine(), list)).toEqual(['Firefox', 'WebKitGTK']);
    expect(missingBrowsers(machine('/usr/bin/firefox-esr'), list)).toEqual(['WebKitGTK']);
    expect(missingBrowsers(machine('/usr/bin/firefox-esr', ...WEBKIT), list)).toEqual([]);
  });
});
