import { start, untilMonitoring, endSession } from '../support/e2e/app';
import { closures, eventsOf, firstAfter, recordingOf } from '../support/e2e/recorder';
import { expect, test } from '../support/e2e/test';
import { NOD_S, NODS_OFF } from '../support/footage/films';

/** What the monitor promises, ms. */
const ASLEEP_AFTER_A_SECOND = 500;
const AWAKE_AFTER_OPENING = 3000;

/** The camera and the marker's own frames add up to about this, ms. */
const FRAME_SLACK = 100;

/** For enrolment and two nods, 46 s of film, which a busy machine plays slowly, ms. */
const FILM_TIMEOUT = 120_000;

test('a newcomer enrols, is awake, nods off twice, and sees the session afterwards', async ({ open }) => {
  const { page } = await open({ film: NODS_OFF });
  await start(page);
  await expect(page.getByTestId('enrolment-hint')).toBeVisible({ timeout: 60_000 });
  await untilMonitoring(page);
  const nodsSoFar = async (): Promise<number> => closures(await recordingOf(page), 1000).length;
  await expect.poll(nodsSoFar, { timeout: FILM_TIMEOUT }).toBeGreaterThanOrEqual(2);
  await page.waitForTimeout(AWAKE_AFTER_OPENING);
  const recording = await recordingOf(page);

  const nods = closures(recording, 1000);
  for (const { from, to } of nods) {
    expect((to - from) / 1000).toBeCloseTo(NOD_S, 0);
    const asleep = firstAfter(recording.states, from, 'asleep');
    expect(asleep, 'asleep was shown').not.toBeNull();
    expect(asleep! - from).toBeGreaterThan(1000 - FRAME_SLACK);
    expect(asleep! - from).toBeLessThan(1000 + ASLEEP_AFTER_A_SECOND + FRAME_SLACK);
    const awake = firstAfter(recording.states, to, 'awake');
    expect(awake, 'awake was shown again').not.toBeNull();
    expect(awake! - to).toBeLessThan(AWAKE_AFTER_OPENING);
  }
  // Never asleep but for the nods.
  const slept = recording.states.filter(({ value }) => value === 'asleep');
  expect(slept).toHaveLength(nods.length);
  // Before the eyes were known there were provisional states, and no others.
  const enrolled = eventsOf(recording, 'enrolled')[0]!.t;
  const early = eventsOf(recording, 'state').filter(({ t }) => t < enrolled);
  const known = early.filter(({ value }) => value.event.state !== 'unknown');
  expect(known.length).toBeGreaterThan(0);
  expect(known.every(({ value }) => value.event.provisional)).toBe(true);
  console.log(`    first verdict ${known[0]!.t - recording.closed[0]!.t} ms after the first frame`);

  await expect(page.getByTestId('backend')).toHaveAttribute('data-backend', 'wasm');
  await endSession(page);
  await expect(page.getByTestId('summary')).toContainText('Time in each state');

  await page.reload();
  await page.getByTestId('start').waitFor();
  await expect(page.getByRole('radio', { name: /Me/ })).toBeChecked();
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.locator('main')).toContainText('Me');
});
