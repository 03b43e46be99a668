// @vitest-environment jsdom
/** What the sessions tell together, by learner, and as files. */
import '../realm';
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import * as files from '../../../../src/app/shared/ui/Files';
import type { ProfileStorage } from '../../../../src/profile';
import { enrolmentAt, stateEvent } from '../../../support/scripted-engine';
import { click, goTo, NOON, openPage, standInForTheBrowser } from '../page';

vi.mock('uplot', () => import('../../../support/no-plot'));
standInForTheBrowser();

const ADA = '=Ada, the "first"';
const DAY = 24 * 3_600_000;

/** A session that turns drowsy after so many seconds; null: it does not. It lasts a minute. */
async function session(kept: ProfileStorage, learner: string, start: number, drowsyAfter: number | null) {
  const recorder = await kept.history.begin(learner);
  for (let second = 0; second <= 60; second++) {
    const state = drowsyAfter !== null && second >= drowsyAfter ? 'drowsy' : 'awake';
    recorder.state(stateEvent({ t: start + second * 1000, state }));
  }
  const { id } = await recorder.end(start + 60_000);
  return id;
}

async function openHistory(): Promise<void> {
  await openPage({
    before: async (kept, clock) => {
      const ada = await kept.learners.add(enrolmentAt(NOON), ADA);
      const grace = await kept.learners.add(enrolmentAt(NOON), 'Grace');
      const ago = (days: number) => (clock.now = NOON - days * DAY);
      await session(kept, ada.id, ago(0), 30);
      await session(kept, ada.id, ago(1), 20);
      const third = await session(kept, ada.id, ago(2), null);
      await kept.history.annotate(third, { note: '@SUM(A1)', hoursSlept: 6 });
      await session(kept, grace.id, ago(3), null);
      clock.now = NOON;
    },
  });
  await goTo('#/history');
  await screen.findByTestId('until-drowsy');
}

const usual = () => screen.getByTestId('until-drowsy').textContent;
const rows = () => screen.getAllByRole('link', { name: /Open the session of/ });
const choose = (name: string) =>
  fireEvent.change(screen.getByLabelText('Whose sessions'), {
    target: { value: screen.getByRole<HTMLOptionElement>('option', { name }).value },
  });

it('says how long somebody stays awake, week by week, for each learner', async () => {
  await openHistory();
  choose(ADA);
  await vi.waitFor(() => expect(usual()).toMatch(/You are usually drowsy from the start/));
  const weeks = screen.getByRole('table', { name: /each day/ });
  expect(weeks.textContent).toContain('50%');
  expect(within(screen.getByRole('table', { name: 'Time of day' })).getAllByRole('row')).toHaveLength(2);
  expect(rows()).toHaveLength(3);
  choose('Everybody');
  expect(rows()).toHaveLength(4);
  expect(screen.queryByTestId('until-drowsy')).toBeNull();

  choose('Grace');
  expect(rows()).toHaveLength(1);
  expect(usual()).toMatch(/After 2 more sessions/);
  expect(weeks.textContent).not.toContain('50%');
});

it('goes into files that are harmless to spreadsheets', async () => {
  const offered = vi.spyOn(files, 'offerFile').mockReturnValue();
  await openHistory();
  choose('Everybody');
  await click(screen.getByRole('button', { name: 'Export CSV' }));
  const [name, , csv] = offered.mock.lastCall!;
  expect(name).toMatch(/^wakeful-history-.*\.csv$/);
  const lines = csv.trim().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[1]).toContain(`"'=Ada, the ""first""",60,30,30,0,0,0,0,0,0,30,,`);
  expect(lines[3]).toMatch(/,,6,'@SUM\(A1\)$/);
  choose('Grace');
  await click(screen.getByRole('button', { name: 'Export JSON' }));
  const { format, sessions } = JSON.parse(offered.mock.lastCall![2]) as {
    format: string;
    sessions: object[];
  };
  expect(format).toBe('wakeful-history');
  expect(sessions).toEqual([expect.objectContaining({ learner: 'Grace', drowsy_after_s: null })]);
});

it('is printed in light colours, whatever the theme is', async () => {
  await openHistory();
  document.documentElement.dataset['theme'] = 'dark';
  let printed: string | undefined;
  vi.stubGlobal('print', () => (printed = document.documentElement.dataset['theme']));
  await click(screen.getByRole('button', { name: 'Print' }));
  await vi.waitFor(() => expect(printed).toBe('light'));
  expect(document.documentElement.dataset['theme']).toBe('dark');
});
