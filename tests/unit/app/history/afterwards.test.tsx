// @vitest-environment jsdom
/** What a session looks like afterwards, and what the learner adds to it. */
import '../realm';
import { fireEvent, screen, within } from '@testing-library/react';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import * as files from '../../../../src/app/shared/ui/Files';
import type { ProfileStorage } from '../../../../src/profile';
import { enrolmentAt, stateEvent } from '../../../support/scripted-engine';
import { click, goTo, NOON, openMonitoring, openPage, seconds, standInForTheBrowser } from '../page';

vi.mock('uplot', () => import('../../../support/no-plot'));
standInForTheBrowser();

/** Twenty minutes awake, nine seconds of sleep, a minute drowsy. */
async function sleepySession(kept: ProfileStorage): Promise<void> {
  const { id } = await kept.learners.add(enrolmentAt(NOON), 'Ada');
  const recorder = await kept.history.begin(id);
  for (let second = 0; second <= 1300; second++) {
    const state = second < 1200 ? 'awake' : second < 1209 ? 'asleep' : second < 1269 ? 'drowsy' : 'awake';
    recorder.state(stateEvent({ t: NOON + second * 1000, state }));
  }
  await recorder.end(NOON + 1_300_000);
}

async function openSession(kept = new IDBFactory()): Promise<ProfileStorage> {
  const isNew = (await kept.databases()).length === 0;
  const { storage } = await openPage({ kept, ...(isNew && { before: sleepySession }) });
  await goTo('#/history');
  const link = await screen.findByRole('link', { name: /Open the session of/ });
  await goTo(link.getAttribute('href')!);
  await screen.findByTestId('story');
  return storage;
}

const type = (label: string, value: string): boolean =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe('a session of the history', () => {
  it('says what happened, gives one tip, and lists what to watch again', async () => {
    await openSession();
    expect(screen.getByTestId('story').textContent).toBe(
      'You drifted off once, 20\u00a0minutes in, for 9\u00a0sec. You were drowsy for 1\u00a0min in all.',
    );
    expect(screen.getByTestId('tip').dataset['kind']).toBe('break-before');
    const rows = within(screen.getByRole('table', { name: 'Moments to watch again' })).getAllByRole('row');
    expect(rows).toHaveLength(2);
    expect(rows[1]!.textContent).toContain('20:00');
    expect(rows[1]!.textContent).toContain('asleep 9\u00a0sec, drowsy 1\u00a0min');
  });

  it('takes a note, hours slept and the time of the lecture, and has them after a reload', async () => {
    const kept = new IDBFactory();
    const storage = await openSession(kept);
    type('Lecture time when you started', '1:05:30');
    type('Hours slept last night', '5,5');
    type('Note', '=too warm in here');
    expect(screen.getByRole('table', { name: 'Moments to watch again' }).textContent).toContain('1:25:30');
    expect(screen.getByTestId('tip').dataset['kind']).toBe('sleep-more');
    const notes = { lectureStart: 3930, hoursSlept: 5.5, note: '=too warm in here' };
    await vi.waitFor(async () => expect((await storage.history.list())[0]).toMatchObject(notes));
    document.body.replaceChildren();
    await openSession(kept);
    expect(screen.getByLabelText<HTMLTextAreaElement>('Note').value).toBe('=too warm in here');
    expect(screen.getByLabelText<HTMLInputElement>('Lecture time when you started').value).toBe('1:05:30');
  });

  it('says what cannot be read, keeps nothing of it, and forgets what is emptied', async () => {
    const storage = await openSession();
    const field = screen.getByLabelText('Hours slept last night');
    fireEvent.focus(field);
    type('Hours slept last night', '7');
    type('Hours slept last night', '70');
    expect(screen.queryByText('A number from 0 to 24.')).toBeNull();
    fireEvent.blur(field);
    expect(screen.getByText('A number from 0 to 24.')).toBeTruthy();
    await vi.waitFor(async () => expect((await storage.history.list())[0]!.hoursSlept).toBe(7));
    type('Hours slept last night', '');
    await vi.waitFor(async () => expect((await storage.history.list())[0]!.hoursSlept).toBeUndefined());
  });
});

it('notes are taken right after a session, and are in its history', async () => {
  const page = await openMonitoring();
  await seconds(page, 20, 'awake');
  await click(screen.getByTestId('stop'));
  await screen.findByTestId('story');
  type('Note', 'window open');
  await vi.waitFor(async () => expect((await page.storage.history.list())[0]!.note).toBe('window open'));
});

it('where sessions are not kept, notes last as long as the summary and go into its file', async () => {
  const offered = vi.spyOn(files, 'offerFile').mockReturnValue();
  const page = await openMonitoring({
    before: async (storage) =>
      storage.settings.save({ ...(await storage.settings.load()), keepHistory: false }),
  });
  await seconds(page, 20, 'awake');
  await click(screen.getByTestId('stop'));
  await screen.findByTestId('story');
  type('Note', 'first');
  type('Hours slept last night', '8');
  await click(screen.getByRole('button', { name: 'Export JSON' }));
  expect(JSON.parse(offered.mock.lastCall![2])).toMatchObject({ note: 'first', hoursSlept: 8 });
  expect(await page.storage.history.list()).toEqual([]);
});
