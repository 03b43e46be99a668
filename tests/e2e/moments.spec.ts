/** Pictures of what a learner says was classified wrongly. */
import { endSession, start, untilMonitoring, untilState } from '../support/e2e/app';
import { expect, test } from '../support/e2e/test';
import { AWAKE } from '../support/footage/films';

test('a correction puts pictures into the studio, once the learner has chosen that', async ({ open }) => {
  const { page } = await open({ film: AWAKE, enrolled: true, at: '/#/settings' });
  await page.getByRole('switch', { name: /Keep pictures with my corrections/ }).check();
  await page.getByRole('link', { name: 'Monitor', exact: true }).click();
  await start(page);
  await untilMonitoring(page);
  await untilState(page, 'awake');
  // Some pictures, one a second.
  await page.waitForTimeout(4_000);
  await page.getByRole('button', { name: 'I was drowsy and you missed it' }).click();
  await endSession(page);
  await page.getByRole('link', { name: 'Studio', exact: true }).click();
  const moment = page.getByRole('listitem').filter({ hasText: /^moment / });
  await expect(moment).toContainText(/[2-9] pictures|1[0-2] pictures/);
  await moment.getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: /Labels of “moment/ })).toBeVisible();
});
