import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Playwright turns the partitioning of frames' storage off, with which Chromium denies a frame the
 * database even after it was given access. The last such switch counts: this one leaves the browser
 * as people have it.
 */
export const PARTITIONED_STORAGE = ['--disable-features=Translate'];

/** Chromium's CONTENT_SETTING_ALLOW. */
const ALLOW = 1;

/**
 * The answer that a person gives to Chromium's question, given beforehand: a headless browser asks
 * nobody.
 * @param userData folder of a browser that ran before and is closed
 * @param frame site of the frame, as `http://localhost`
 * @param top site of the page around it
 */
export function allowStorageAccess(userData: string, frame: string, top: string): void {
  const file = join(userData, 'Default', 'Preferences');
  const preferences = JSON.parse(readFileSync(file, 'utf8')) as Preferences;
  const { content_settings: settings = {} } = (preferences.profile ??= {});
  const given = { setting: ALLOW, last_modified: '13400000000000000', expiration: '0' };
  settings.exceptions = { ...settings.exceptions, storage_access: { [`${frame},${top}`]: given } };
  preferences.profile.content_settings = settings;
  writeFileSync(file, JSON.stringify(preferences));
}

interface Preferences {
  profile?: { content_settings?: { exceptions?: Record<string, unknown> } };
}
