import { start, untilMonitoring, untilState } from '../support/e2e/app';
import { eventsOf, firstAfter, recordingOf, shareOf } from '../support/e2e/recorder';
import { expect, test } from '../support/e2e/test';
import { DROWSY, OTHER_SCENES, SCENE_S, SCENES } from '../support/footage/films';

test('heavy lids are drowsiness; the gentle alert is acknowledged and stays quiet', async ({ open }) => {
  const { page } = await open({ film: DROWSY, enrolled: true });
  await start(page);
  await untilMonitoring(page);
  const alert = page.locator('[data-testid="alert"][data-level="gentle"]');
  await alert.waitFor({ timeout: 45_000 });
  await page.keyboard.press('Space');
  await expect(alert).toBeHidden();
  const acknowledged = Date.now();
  await page.waitForTimeout(15_000);

  const recording = await recordingOf(page);
  expect(shareOf(recording.states, 'awake', acknowledged, Date.now())).toBeLessThan(0.5);
  expect(shareOf(recording.states, 'drowsy', acknowledged, Date.now())).toBeGreaterThan(0.5);
  expect(firstAfter(recording.alerts, acknowledged, 'gentle')).toBeNull();
  expect(eventsOf(recording, 'alert').at(-1)!.value.event.quietUntil).toBeGreaterThan(Date.now());
});

test('what is not the learner’s face is unknown, with its reason', async ({ open }) => {
  const { page } = await open({ film: OTHER_SCENES, enrolled: true });
  await start(page);
  // The learner is in the film for eight seconds of each round.
  await untilState(page, 'awake', 2000 * SCENE_S * SCENES.length);
  await page.waitForTimeout(1000 * SCENE_S * SCENES.length);

  const recording = await recordingOf(page);
  const seen = new Set(recording.states.map(({ value }) => value));
  for (const reason of ['no-face', 'other-person', 'too-dark', 'camera-covered'])
    expect(seen, reason).toContain(`unknown:${reason}`);
  // Another person never gets a verdict: between their first and last sight there is nothing but
  // unknown.
  const stranger = firstAfter(recording.states, 0, 'unknown:other-person')!;
  expect(shareOf(recording.states, 'unknown:other-person', stranger, stranger + 4000)).toBeGreaterThan(0.9);
  // Nobody, a stranger, darkness and a covered lens: half of the film and more.
  expect(shareOf(recording.states, 'asleep', recording.states[0]!.t, Date.now())).toBe(0);
  expect(recording.alerts.every(({ value }) => value === null)).toBe(true);
});
