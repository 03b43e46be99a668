import { setTimeout as sleep } from 'node:timers/promises';
import { enrolledUserData } from '../support/e2e/app';
import { launchRaw, type RawTab } from '../support/e2e/raw-browser';
import { eventsOf, firstAfter, recorderSource, type Recording } from '../support/e2e/recorder';
import { appOrigin, expect, test } from '../support/e2e/test';
import { SLEEPS } from '../support/footage/films';
import { footageFile } from '../support/footage/mjpeg';

const HIDDEN_MS = 120_000;

/** Longest time between two states, ms: they come once a second. */
const LONGEST_GAP = 2000;

test.setTimeout(HIDDEN_MS + 120_000);

async function until(tab: RawTab, expression: string, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while ((await tab.evaluate(expression)) !== true) {
    if (Date.now() > end) throw new Error(`Not within ${ms} ms: ${expression}`);
    await sleep(200);
  }
}

const present = (selector: string): string => `document.querySelector('${selector}') !== null`;

test('behind another tab for two minutes states keep coming and an alert fires', async () => {
  const origin = appOrigin();
  const [film, userData] = [await footageFile(SLEEPS), await enrolledUserData(origin)];
  const browser = launchRaw({ film, userData });
  try {
    const tab = await browser.openTab(origin, recorderSource());
    await until(tab, present('[data-testid="start"]'));
    await tab.evaluate(`document.querySelector('[data-testid="start"]').click()`);
    await until(tab, present('[data-testid="state"][data-state="awake"]'));
    expect(await tab.evaluate('document.visibilityState')).toBe('visible');

    await browser.openTab(`${origin}/icon.svg`);
    await until(tab, `document.visibilityState === 'hidden'`, 5000);
    const from = Date.now();
    await sleep(HIDDEN_MS);
    expect(await tab.evaluate('document.visibilityState')).toBe('hidden');
    const to = Date.now();

    const recording = (await tab.evaluate('window.recording')) as Recording;
    const times = eventsOf(recording, 'state')
      .map(({ t }) => t)
      .filter((t) => t >= from && t <= to);
    expect(times.length).toBeGreaterThan(HIDDEN_MS / 1000 - 5);
    const gaps = times.map((t, k) => t - (times[k - 1] ?? from));
    expect(Math.max(...gaps, to - times.at(-1)!)).toBeLessThan(LONGEST_GAP);

    const alert = firstAfter(recording.alerts, from, 'strong');
    expect(alert, 'a strong alert was shown').not.toBeNull();
    expect(await tab.evaluate(present('[data-testid="state"]'))).toBe(true);
    expect(tab.complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
