import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, type Machine } from './find-chromium';

/** What a test in WebKitGTK needs, as paths. */
export interface WebKitPrograms {
  readonly driver: string;
  readonly miniBrowser: string;
  /** The X server without a screen. */
  readonly xvfb: string;
  /** Runs a program on a session bus of its own. */
  readonly dbus: string;
}

/** The names of the browsers beside Chromium that the app is tested in. */
export const OTHER_BROWSERS = ['Firefox', 'WebKitGTK'] as const;
export type OtherBrowser = (typeof OTHER_BROWSERS)[number];

export const HOW_TO_GET_OTHER_BROWSERS =
  'To test there too, on Debian, as root: apt-get install firefox-esr webkit2gtk-driver xvfb dbus';

type Places = Pick<Machine, 'environment' | 'exists'>;

const first = ({ environment, exists }: Places, ...names: readonly string[]): string | null =>
  onPath(environment, names).find(exists) ?? null;

/** An installed Firefox; null when there is none. */
export const firefoxHere = (machine: Places): string | null => first(machine, 'firefox-esr', 'firefox');

/** Debian keeps MiniBrowser beside the library, in a folder named after the processor. */
const MINI_BROWSERS = ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'];

/** What an installed WebKitGTK is driven with; null when a part is missing. */
export function webKitHere(machine: Places, list = listFolder): WebKitPrograms | null {
  const driver = first(machine, 'WebKitWebDriver');
  const xvfb = first(machine, 'Xvfb');
  const dbus = first(machine, 'dbus-run-session');
  const miniBrowser = MINI_BROWSERS.flatMap((folder) =>
    ['', ...list('/usr/lib')].map((processor) => join('/usr/lib', processor, folder, 'MiniBrowser')),
  ).find(machine.exists);
  if (driver === null || xvfb === null || dbus === null || miniBrowser === undefined) return null;
  return { driver, miniBrowser, xvfb, dbus };
}

/** Those of them that cannot be tested in here. */
export function missingBrowsers(machine: Places, list = listFolder): readonly OtherBrowser[] {
  const here: Readonly<Record<OtherBrowser, unknown>> = {
    Firefox: firefoxHere(machine),
    WebKitGTK: webKitHere(machine, list),
  };
  return OTHER_BROWSERS.filter((name) => here[name] === null);
}

function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
