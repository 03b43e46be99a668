// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { ProfileStorage } from '../../../src/profile';
import { enrolmentAt, INFO, ScriptedEngine, stateEvent } from '../../support/scripted-engine';
import { click, goTo, NOON, openMonitoring, openPage, seconds, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

const withAda = {
  before: async (storage: ProfileStorage) => {
    await storage.learners.add(enrolmentAt(NOON), 'Ada');
  },
};

/** A chosen file; jsdom's have no text(). */
const fileOf = (text: string): Pick<File, 'text'> => ({ text: () => Promise.resolve(text) });

describe('the learners', () => {
  it('are renamed', async () => {
    const { storage } = await openPage(withAda);
    await goTo('#/learners');
    await click(screen.getByRole('button', { name: 'Rename' }));
    fireEvent.change(screen.getByLabelText('New name'), { target: { value: 'Ada L.' } });
    await click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByRole('heading', { name: /Ada L\./ });
    expect((await storage.learners.list())[0]!.name).toBe('Ada L.');
  });

  it('are deleted with their sessions, after a question whose safe answer has the focus', async () => {
    const { storage } = await openPage({
      before: async (kept) => {
        const { id } = await kept.learners.add(enrolmentAt(NOON), 'Ada');
        const recorder = await kept.history.begin(id);
        recorder.state(stateEvent({ t: NOON, state: 'awake' }));
        await recorder.end(NOON + 5000);
      },
    });
    await goTo('#/learners');
    const card = within(screen.getByTestId('learner'));
    await click(card.getByRole('button', { name: 'Delete' }));
    expect(document.activeElement).toBe(card.getByRole('button', { name: 'Keep' }));
    expect(await storage.learners.list()).toHaveLength(1);
    await click(card.getByRole('button', { name: 'Delete' }));
    await screen.findByText('Nobody yet');
    expect(await storage.learners.list()).toEqual([]);
    expect(await storage.history.list()).toEqual([]);
  });

  it('are measured anew, eyes alone or all of it, and kept under the same name', async () => {
    const { engine, storage } = await openPage(withAda);
    await goTo('#/learners');
    await click(screen.getByRole('button', { name: 'Set up again' }));
    expect(engine.asked('start')[0]!.options).toMatchObject({ learner: null, recalibrate: false });
    engine.tell({ type: 'ready', info: INFO }, { type: 'enrolled', enrolment: enrolmentAt(NOON + 1000) });
    await vi.waitFor(async () => {
      const kept = await storage.learners.list();
      expect(kept.map(({ name, calibration }) => [name, calibration.calibratedAt])).toEqual([
        ['Ada', NOON + 1000],
      ]);
    });
  });

  it('that a session is using cannot be deleted or enrolled', async () => {
    await openMonitoring();
    await goTo('#/learners');
    const card = within(screen.getByTestId('learner'));
    for (const name of ['Delete', 'Set up again', 'Recalibrate'])
      expect(card.getByRole('button', { name }).hasAttribute('disabled')).toBe(true);
  });

  it('come back from a file, and a wrong file is refused plainly', async () => {
    const { storage } = await openPage(withAda);
    const text = (await storage.learners.export((await storage.learners.list())[0]!.id))!;
    await goTo('#/learners');
    const input = screen.getByLabelText('Import a learner');
    fireEvent.change(input, { target: { files: [fileOf(text)] } });
    await screen.findByText('Ada was imported.');
    expect(await storage.learners.list()).toHaveLength(2);
    fireEvent.change(input, { target: { files: [fileOf('{}')] } });
    expect((await screen.findByTestId('trouble')).dataset['code']).toBe('file-not-learner');
  });

  it('whose records are damaged are listed, and the others work', async () => {
    const { storage } = await openPage({
      before: async (kept) => {
        const { id } = await kept.learners.add(enrolmentAt(NOON), 'Ada');
        await kept.learners.add(enrolmentAt(NOON), 'Grace');
        await kept.learners.update(id, { ...enrolmentAt(NOON), embedding: new Float32Array(64) });
      },
    });
    await goTo('#/learners');
    expect(screen.getAllByTestId('learner')).toHaveLength(1);
    expect(screen.getByTestId('trouble').dataset['code']).toBe('record-corrupt');
    const list = within(screen.getByRole('heading', { name: 'Damaged records' }).parentElement!);
    await click(list.getByRole('button', { name: 'Delete' }));
    await click(list.getByRole('button', { name: 'Delete' }));
    await vi.waitFor(async () => expect(await storage.quarantine.list()).toEqual([]));
  });

  it('and everything else goes at one word, a running session too', async () => {
    const page = await openMonitoring();
    await seconds(page, 3, 'awake');
    page.stores.settings.getState().change({ theme: 'dark' });
    await goTo('#/learners');
    await click(screen.getByRole('button', { name: 'Delete everything' }));
    await click(screen.getByRole('button', { name: 'Yes, delete everything' }));
    await screen.findByText('Everything is deleted.');
    expect(page.engine.asked('stop')).toHaveLength(1);
    expect(await page.storage.learners.list()).toEqual([]);
    expect(await page.storage.history.list()).toEqual([]);
    expect(page.stores.settings.getState().settings.theme).toBe('system');
  });
});

describe('the history', () => {
  it('says that it is empty', async () => {
    await openPage();
    await goTo('#/history');
    expect(screen.getByText('No sessions yet')).toBeTruthy();
  });

  const withSession = {
    before: async (kept: ProfileStorage) => {
      const { id } = await kept.learners.add(enrolmentAt(NOON), 'Ada');
      const recorder = await kept.history.begin(id);
      for (let second = 0; second <= 60; second++)
        recorder.state(stateEvent({ t: NOON + second * 1000, state: second < 45 ? 'awake' : 'drowsy' }));
      await recorder.end(NOON + 60_000);
    },
  };

  it('opens a session, with its numbers and its table', async () => {
    await openPage(withSession);
    await goTo('#/history');
    const link = await screen.findByRole('link', { name: /Open the session of/ });
    await goTo(link.getAttribute('href')!);
    await screen.findByText('45 sec (75%)');
    expect(screen.getByText('15 sec (25%)')).toBeTruthy();
    const details = screen.getByText('Timeline as a table').closest('details')!;
    details.open = true;
    fireEvent(details, new Event('toggle'));
    const cells = within(screen.getByRole('table', { name: /in steps of/ }))
      .getAllByRole('row')
      .at(-1)!;
    expect(cells.textContent).toContain('100%');
  });

  it('deletes a session after a question', async () => {
    const { storage } = await openPage(withSession);
    await goTo('#/history');
    await click(await screen.findByRole('button', { name: 'Delete' }));
    await click(screen.getByRole('button', { name: 'Keep' }));
    expect(await storage.history.list()).toHaveLength(1);
    await click(screen.getByRole('button', { name: 'Delete' }));
    await click(screen.getByRole('button', { name: 'Delete' }));
    await screen.findByText('No sessions yet');
  });

  it('says plainly that a session is not here', async () => {
    await openPage();
    await goTo('#/history/nobody%E0%A4%A');
    await screen.findByText(/This session is not here/);
  });
});

describe('the settings', () => {
  it('are kept as they are chosen, each channel by itself', async () => {
    const { storage } = await openPage();
    await goTo('#/settings');
    await click(screen.getByRole('switch', { name: 'On the page' }));
    await click(screen.getByRole('radio', { name: 'Dark' }));
    await vi.waitFor(async () => {
      const { channels, theme } = await storage.settings.load();
      expect(channels).toEqual({
        visual: false,
        sound: true,
        notification: true,
        vibration: true,
        title: true,
      });
      expect(theme).toBe('dark');
    });
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });

  it('offer no channel that the browser lacks', async () => {
    await openPage(); // jsdom makes no sound
    await goTo('#/settings');
    expect(screen.getByRole('switch', { name: 'Sound' }).hasAttribute('disabled')).toBe(true);
    await click(screen.getByRole('button', { name: 'Test the sound' }));
    expect(await screen.findByText(/The browser did not play it/)).toBeTruthy();
  });

  it('keep how a camera has to be turned, and the page says so', async () => {
    const { engine, stores } = await openMonitoring();
    expect(screen.queryByText(/upside down/)).toBeNull();
    act(() => engine.tell({ type: 'camera-turn', deviceId: 'usb', turn: 180 }));
    expect(screen.getByText(/Your camera is upside down/)).toBeTruthy();
    expect(stores.settings.getState().settings.cameraTurns).toEqual({ usb: 180 });
    expect(engine.turns).toEqual({ usb: 180 });
    act(() => engine.tell({ type: 'camera-turn', deviceId: 'usb', turn: 0 }));
    expect(engine.turns).toEqual({ usb: 0 });
    expect(screen.queryByText(/upside down/)).toBeNull();
  });

  it('turn the camera’s picture by quarters, by hand', async () => {
    const { engine, stores } = await openMonitoring();
    const button = screen.getByRole('button', { name: 'Turn camera picture' });
    for (const turn of [90, 180, 270, 0] as const) {
      await click(button);
      expect(engine.asked('turnPicture').at(-1)).toEqual({ name: 'turnPicture', turn });
      act(() => engine.tell({ type: 'camera-turn', deviceId: 'usb', turn }));
      expect(stores.settings.getState().settings.cameraTurns).toEqual({ usb: turn });
      expect(screen.getByLabelText('Camera picture').parentElement!.dataset['turn']).toBe(String(turn));
    }
    const said = screen.getByText('The picture is shown as the camera gives it.');
    expect(said.getAttribute('role')).toBe('status');
    await click(screen.getByRole('button', { name: 'Hide camera picture' }));
    expect(screen.queryByRole('button', { name: 'Turn camera picture' })).toBeNull();
  });

  it('change the camera of a running session', async () => {
    const { engine } = await openMonitoring();
    await goTo('#/settings');
    fireEvent.change(screen.getByLabelText('Resolution'), { target: { value: '1' } });
    expect(engine.asked('switchCamera')).toEqual([
      { name: 'switchCamera', camera: { deviceId: null, width: 1280, height: 720 } },
    ]);
  });
});

it('every page has one heading of the first rank, and a title of its own', async () => {
  await openPage(withAda);
  const titles = new Set<string>();
  for (const hash of ['#/', '#/history', '#/learners', '#/settings', '#/about']) {
    await goTo(hash);
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    titles.add(document.title);
  }
  expect(titles.size).toBe(5);
});

describe('the choice of the network', () => {
  it('is not there where the build has one alone', async () => {
    await openPage();
    await goTo('#/settings');
    expect(screen.queryByRole('group', { name: /network/i })).toBeNull();
  });

  it('is kept, and a learner whom the chosen one does not know is enrolled with it', async () => {
    const engine = new ScriptedEngine();
    engine.backbones = ['faceres', 'facenet'];
    await openPage({ ...withAda, engine });
    await goTo('#/settings');
    await click(screen.getByRole('radio', { name: /FaceNet/ }));
    await goTo('#/');
    await click(screen.getByTestId('start'));
    expect(engine.asked('start')[0]!.options).toMatchObject({ backbone: 'facenet', learner: null });
  });
});
