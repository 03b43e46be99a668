// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Moment } from '../../../src/engine/page/keep-moment';
import type { MeasuredFace } from '../../../src/vision/types';
import { click, goTo, openMonitoring, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

const FACE: MeasuredFace = {
  signals: { ear: { left: 0.3, right: 0.3 }, mar: 0, pose: { pitch: 0, yaw: 0, roll: 0 } },
  crop: { size: 2, rgba: new Uint8ClampedArray(16) },
};

async function openKeeping() {
  const kept: Moment[] = [];
  const page = await openMonitoring({ keepMoment: (moment) => Promise.resolve(void kept.push(moment)) });
  page.engine.faces = [FACE, FACE];
  const missed = () => click(screen.getByRole('button', { name: 'I was drowsy and you missed it' }));
  return { ...page, kept, missed };
}

it('pictures of what was classified wrongly are kept only where the learner has chosen that', async () => {
  const { engine, stores, kept, missed } = await openKeeping();
  expect(stores.settings.getState().settings.keepMoments).toBe(false);
  expect(engine.wantsRecentFaces).toBe(false);
  await missed();
  expect(kept).toEqual([]);
  await goTo('settings');
  await click(screen.getByRole('switch', { name: /Keep pictures with my corrections/ }));
  expect(engine.wantsRecentFaces).toBe(true);
  await goTo('');
  await missed();
  await vi.waitFor(() => {
    expect(kept).toMatchObject([{ person: { name: 'Ada' }, said: 'drowsy', faces: [FACE, FACE] }]);
  });
});

it('where nothing can be kept it is not offered, and no picture is taken', async () => {
  const { engine, stores } = await openMonitoring();
  stores.settings.getState().change({ keepMoments: true });
  expect(engine.wantsRecentFaces).toBe(false);
  await goTo('settings');
  expect(screen.queryByRole('switch', { name: /Keep pictures/ })).toBeNull();
});

it('a failure to keep them is told, and the correction stands', async () => {
  const page = await openMonitoring({ keepMoment: () => Promise.reject(new Error('disk on fire')) });
  page.engine.faces = [FACE];
  page.stores.settings.getState().change({ keepMoments: true });
  await click(screen.getByRole('button', { name: 'I was drowsy and you missed it' }));
  await vi.waitFor(() => {
    expect(page.stores.notices.getState().notices).toHaveLength(1);
  });
  expect(screen.getByText('Noted in this session’s record.')).toBeTruthy();
});
