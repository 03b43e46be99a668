/**
 * The monitor in browsers that Playwright does not drive as they are installed: Debian's Firefox
 * and WebKitGTK.
 */
import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { firefoxHere, webKitHere, type OtherBrowser } from '../../build/find-other-browsers';
import { thisMachine } from '../../build/find-chromium';
import { ORIGIN_VARIABLE } from '../support/e2e-setup';
import { until, type Driven } from './driven';
import { fakeCameraSource } from './fake-camera';
import { openFirefox } from './firefox';
import type { Scene } from './scenes';
import { openWebKit } from './webkit';

const id = (name: string): string => `[data-testid="${name}"]`;
const state = (name: string): string => `[data-testid="state"][data-state="${name}"]`;

/** Models are loaded and the eyes are measured, ms; on two busy cores. */
const UNTIL_MONITORING = 120_000;

const origin = process.env[ORIGIN_VARIABLE]!;
const firefox = firefoxHere(thisMachine);
const webKit = webKitHere(thisMachine);

const BROWSERS: Readonly<Record<OtherBrowser, (() => Promise<Driven>) | null>> = {
  Firefox: firefox === null ? null : () => openFirefox(firefox, origin),
  WebKitGTK: webKit === null ? null : () => openWebKit(webKit),
};

for (const [name, open] of Object.entries(BROWSERS))
  test(`${name}: enrols, is awake, asleep, alerted and awake again; the studio opens`, async () => {
    test.skip(open === null, `${name} is not installed`);
    const browser = await open!();
    const began = Date.now();
    const passed = (what: string): void =>
      console.log(`    ${browser.version}: ${what} after ${((Date.now() - began) / 1000).toFixed(0)} s`);
    const show = (scene: Scene): Promise<unknown> =>
      browser.evaluate(`window.scene = ${JSON.stringify(scene)}`);
    try {
      await browser.goto(origin);
      await until(browser, id('start'));
      await browser.evaluate(fakeCameraSource());
      await browser.click(id('start'));
      await until(browser, id('enrolment-hint'), UNTIL_MONITORING);
      passed('enrolling');
      await until(browser, id('stop'), UNTIL_MONITORING);
      await until(browser, state('awake'));
      passed('enrolled and awake');

      await show('asleep');
      await until(browser, state('asleep'));
      passed('asleep');
      await until(browser, `${id('alert')}[data-level="strong"]`);
      passed('alerted');
      // Before it ends by itself, as it does when the learner has been awake for a while.
      await browser.click(id('acknowledge'));
      await until(browser, `body:not(:has(${id('alert')}))`);
      await show('awake');
      await until(browser, state('awake'));
      passed('awake again');

      await browser.click(id('stop'));
      await until(browser, id('summary'));
      await browser.click('a[href="#/history"]');
      await until(browser, 'main');
      expect(await browser.evaluate('document.querySelector("main").innerText')).toContain('Me');
      await browser.click('a[href^="#/studio"]');
      await until(browser, 'main input[type="file"]');
      passed('the studio is open');

      expect(browser.complaints).toEqual([]);
      expect(await browser.evaluate('window.complaints')).toEqual([]);
      const beyond = `performance.getEntriesByType('resource').map(({ name }) => name)
        .filter((name) => !name.startsWith(location.origin) && !/^(blob|data):/.test(name))`;
      expect(await browser.evaluate(beyond)).toEqual([]);
    } catch (error) {
      const camera = await browser.evaluate('`${window.scene}, ${window.shown} pictures`').catch(String);
      console.log(`    The fake camera: ${String(camera)}`);
      const body = await browser.screenshot().catch(() => null);
      if (body) writeFileSync(test.info().outputPath('page.png'), body);
      throw error;
    } finally {
      await browser.close();
    }
  });
