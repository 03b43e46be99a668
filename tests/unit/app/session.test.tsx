// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { enrolmentAt, INFO, MEASURES } from '../../support/scripted-engine';
import { click, goTo, NOON, openMonitoring, openPage, seconds, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

describe('a first session, from the first visit to the history', () => {
  it('needs one click, enrols, classifies, alerts, and sums up', async () => {
    const page = await openPage({ backend: 'wasm' });
    const { engine, storage, clock } = page;

    expect(engine.prepared).toEqual([{ backend: 'wasm', backbone: 'faceres' }]);
    screen.getByTestId('start').focus();
    await click(screen.getByTestId('start'));
    expect(document.activeElement?.contains(page.state())).toBe(true);
    expect(document.activeElement).not.toBe(document.body);
    expect(engine.asked('start')[0]!.options).toEqual({
      camera: { deviceId: null, width: 640, height: 480 },
      backend: 'wasm',
      checkpoint: expect.any(Function) as () => Promise<null>,
      backbone: 'faceres',
      learner: null,
      recalibrate: false,
    });
    expect(page.state().dataset).toMatchObject({ state: 'unknown', reason: 'starting' });

    act(() => {
      engine.tell({
        type: 'download',
        progress: { file: 'faceres-1a2b.safetensors', loaded: 2e6, total: 6e6 },
      });
    });
    expect(screen.getByRole('progressbar', { name: 'Loading Wakeful' }).getAttribute('value')).toBe(
      '2000000',
    );
    expect(screen.getByText('Face model')).toBeTruthy();

    act(() => {
      engine.tell({ type: 'ready', info: INFO });
      engine.tellState({ t: clock.now, state: 'unknown', reason: 'calibrating' });
      engine.tell({ type: 'enrolment', progress: { fraction: 0.4, hint: 'come-closer', stuck: false } });
    });
    expect(screen.getByTestId('enrolment-hint').textContent).toBe('Come a little closer');
    expect(screen.getByRole('progressbar', { name: 'Calibration' }).getAttribute('aria-valuenow')).toBe('40');
    expect(page.state().dataset['state']).toBe('unknown');

    act(() => engine.tellState({ t: clock.now, state: 'awake', provisional: true }));
    expect(page.state().dataset).toMatchObject({ state: 'awake', provisional: 'true' });
    expect(page.state().textContent).toContain('Provisional');

    act(() => engine.tell({ type: 'enrolled', enrolment: enrolmentAt(NOON) }));
    await vi.waitFor(async () => expect(await storage.learners.list()).toHaveLength(1));
    expect((await storage.learners.active())?.name).toBe('Me');
    expect(screen.getByRole('heading', { name: 'All set. Go back to your lecture' })).toBeTruthy();
    await click(screen.getByRole('button', { name: 'Got it' }));
    expect(screen.queryByTestId('all-set')).toBeNull();

    await seconds(page, 5, 'awake');
    await vi.waitFor(() => expect(page.stores.monitor.getState().inSession).toBe(true));
    expect(page.state().dataset['state']).toBe('awake');
    expect(page.state().dataset['reason']).toBeUndefined();
    expect(document.title).toContain('Awake');
    expect(screen.getByTestId('backend').dataset['backend']).toBe('wasm');
    expect(screen.getByText(/Face model unavailable: using eyes and head position only/)).toBeTruthy();

    await seconds(page, 3, 'asleep', { closureMs: 3000 });
    act(() => engine.tellAlert({ t: clock.now, level: 'strong', cause: 'asleep', loudness: 0.5 }));
    const alert = screen.getByTestId('alert');
    expect(alert.dataset['level']).toBe('strong');
    expect(alert.closest('[role="alert"]')).not.toBeNull();
    expect(document.title).toContain('Wake up');
    fireEvent.keyDown(document.body, { key: ' ' });
    expect(engine.asked('acknowledge')).toHaveLength(1);
    act(() =>
      engine.tellAlert({ t: clock.now, level: null, cause: 'acknowledged', quietUntil: clock.now + 120_000 }),
    );
    expect(screen.queryByTestId('alert')).toBeNull();

    await seconds(page, 2, 'awake');
    await click(screen.getByTestId('stop'));
    await vi.waitFor(() => expect(screen.getByTestId('summary-alerts')).toBeTruthy());
    expect(engine.asked('stop')).toHaveLength(1);
    const summary = within(screen.getByTestId('summary'));
    expect(summary.getByTestId('summary-alerts').textContent).toBe('1 wake-up alert');
    expect(summary.getByText('3 sec')).toBeTruthy(); // the longest closure
    expect(screen.queryByTestId('state')).toBeNull();

    await goTo('#/history');
    await vi.waitFor(() => expect(screen.getAllByRole('listitem').length).toBeGreaterThan(5));
    expect(await storage.history.list()).toHaveLength(1);
    expect((await storage.history.list())[0]!.endedAt).not.toBeNull();
  });

  it('a learner who is known starts without enrolment', async () => {
    const { engine, state } = await openMonitoring();
    const { learner, recalibrate } = engine.asked('start')[0]!.options;
    expect(learner).toMatchObject({ name: 'Ada', backbone: 'faceres' });
    expect(recalibrate).toBe(false);
    expect(state().dataset['state']).toBe('awake');
  });

  it('cancelling an enrolment goes back to the beginning, and nothing is kept', async () => {
    const { engine, storage } = await openPage();
    await click(screen.getByTestId('start'));
    act(() => engine.tell({ type: 'ready', info: INFO }));
    await click(screen.getByRole('button', { name: 'Cancel' }));
    await vi.waitFor(() => expect(screen.getByTestId('start')).toBeTruthy());
    expect(await storage.learners.list()).toEqual([]);
    expect(await storage.history.list()).toEqual([]);
  });

  it('a session that was ended too soon goes on, as one', async () => {
    const page = await openMonitoring();
    await seconds(page, 10, 'awake');
    await click(screen.getByTestId('stop'));
    await screen.findByTestId('summary-alerts');
    page.clock.now += 60_000;
    await click(screen.getByRole('button', { name: 'Go on with this session' }));
    await vi.waitFor(() => expect(page.engine.asked('start')).toHaveLength(2));
    expect(page.engine.asked('start')[1]!.options.learner).toMatchObject({ name: 'Ada' });
    act(() => page.engine.tell({ type: 'ready', info: INFO }));
    await seconds(page, 10, 'drowsy');
    await click(screen.getByTestId('stop'));
    await screen.findByTestId('summary-alerts');
    const sessions = await page.storage.history.list();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]!.endedAt).toBe(page.clock.now);
    expect(sessions[0]!.seconds).toBeGreaterThan(75);
    expect(sessions[0]!.summary.time.awake).toBeLessThan(15_000);
    expect(sessions[0]!.summary.time.drowsy).toBeGreaterThan(5_000);
  });

  it('a second click on End session leaves the summary of the first', async () => {
    const page = await openMonitoring();
    await seconds(page, 10, 'awake');
    let rest = (): void => undefined;
    const rested = new Promise<void>((resolve) => (rest = resolve));
    const stop = vi.spyOn(page.engine, 'stop').mockReturnValue(rested);
    await click(screen.getByTestId('stop'));
    await click(screen.getByTestId('stop'));
    await act(async () => {
      rest();
      await rested;
    });
    await screen.findByTestId('summary-alerts');
    expect(page.stores.monitor.getState().phase).toBe('ended');
    expect(stop).toHaveBeenCalledOnce();
    expect(await page.storage.history.list()).toHaveLength(1);
  });

  it('sessions that are not to be kept are summed up and forgotten', async () => {
    const page = await openMonitoring({
      before: async (storage) =>
        storage.settings.save({ ...(await storage.settings.load()), keepHistory: false }),
    });
    await seconds(page, 3, 'awake');
    await click(screen.getByTestId('stop'));
    await vi.waitFor(() => expect(screen.getByTestId('summary-alerts')).toBeTruthy());
    expect(screen.getByText(/Sessions are not saved/)).toBeTruthy();
    expect(await page.storage.history.list()).toEqual([]);
  });
});

describe('while monitoring', () => {
  it('pauses and resumes, measures anew, snoozes and ends a snooze', async () => {
    const { engine, clock } = await openMonitoring();
    await click(screen.getByRole('button', { name: 'Pause' }));
    await click(screen.getByRole('button', { name: 'Resume' }));
    await click(screen.getByRole('button', { name: 'Recalibrate' }));
    await click(screen.getByRole('button', { name: 'Snooze 10 min' }));
    expect(engine.calls.slice(1)).toEqual([
      { name: 'pause' },
      { name: 'resume' },
      { name: 'recalibrate' },
      { name: 'snooze', duration: 600_000 },
    ]);
    act(() =>
      engine.tellAlert({ t: clock.now, level: null, cause: 'snoozed', quietUntil: clock.now + 900_000 }),
    );
    await click(screen.getByRole('button', { name: 'Turn alerts back on' }));
    expect(engine.asked('snooze').at(-1)).toEqual({ name: 'snooze', duration: 0 });
  });

  it('quiet is said as it is: a snooze is kept, the quiet after an answer gives way to sleep', async () => {
    const { engine, clock } = await openMonitoring();
    const quietUntil = clock.now + 120_000;
    act(() => engine.tellAlert({ t: clock.now, level: null, cause: 'acknowledged', quietUntil }));
    expect(screen.getByText(/^Quiet until .*, unless you fall asleep$/)).toBeTruthy();
    act(() => engine.tellAlert({ t: clock.now, level: null, cause: 'snoozed', quietUntil }));
    expect(screen.getByText(/^No alerts until/)).toBeTruthy();
  });

  it('keeps what the learner says was wrong as moments of the session', async () => {
    const page = await openMonitoring();
    await seconds(page, 5, 'awake');
    await click(screen.getByRole('button', { name: 'I was drowsy and you missed it' }));
    expect(screen.getByText('Noted in this session’s record.')).toBeTruthy();
    await seconds(page, 5, 'asleep');
    act(() => page.engine.tellAlert({ t: page.clock.now, level: 'strong', cause: 'asleep' }));
    await click(screen.getByRole('button', { name: 'I wasn’t asleep' }));
    expect(page.engine.asked('acknowledge')).toHaveLength(1);
    await click(screen.getByTestId('stop'));
    await screen.findByTestId('summary-alerts');
    const [session] = await page.storage.history.list();
    expect(session!.moments).toMatchObject([
      { said: 'drowsy', shown: 'awake' },
      { said: 'awake', shown: 'asleep' },
    ]);
    expect(session!.moments![1]!.second - session!.moments![0]!.second).toBe(5);
  });

  it('reminds of a break when drowsiness gathers; taking it pauses', async () => {
    const page = await openMonitoring();
    await seconds(page, 125, 'drowsy');
    expect(screen.getByTestId('break').textContent).toContain('Drowsiness is building up');
    await click(screen.getByRole('button', { name: 'Take a break' }));
    expect(page.engine.asked('pause')).toHaveLength(1);
    expect(screen.queryByTestId('break')).toBeNull();
  });

  it('hands the chosen sensitivity to the engine', async () => {
    const page = await openMonitoring();
    await goTo('#/settings');
    await click(screen.getByRole('radio', { name: 'High' }));
    expect(page.engine.sensitivity).toBe('high');
    expect(screen.getByText(/A gentle alert after 5 seconds/)).toBeTruthy();
  });

  it('says what is normal for closed eyes, opened by a click or a key', async () => {
    const page = await openMonitoring();
    page.clock.now += 1000;
    act(() => page.engine.tellState({ t: page.clock.now, state: 'drowsy', perclos: 0.22, perclos3: 0.04 }));
    expect(screen.getByText('22%, high')).toBeTruthy();
    expect(screen.getByText('4%, normal')).toBeTruthy();
    expect(screen.getByText('What is normal?').tagName).toBe('SUMMARY');
    expect(screen.getByText(/Below 15%, marked on the bar, is normal/)).toBeTruthy();
  });

  it('paused is called so', async () => {
    const { engine, clock, state } = await openMonitoring();
    act(() => engine.tellState({ t: clock.now + 1000, state: 'unknown', reason: 'paused' }));
    expect(state().textContent).toContain('Paused');
    expect(state().textContent).not.toContain('Unknown');
    expect(document.title).toContain('Paused');
  });

  it('a new calibration is kept, in the same session', async () => {
    const page = await openMonitoring();
    const recording = page.stores.monitor.getState().recording;
    act(() =>
      page.engine.tell({
        type: 'enrolment',
        progress: { fraction: 0.5, hint: 'look-at-screen', stuck: false },
      }),
    );
    expect(screen.getByRole('progressbar', { name: 'Recalibrating your eyes' })).toBeTruthy();
    act(() => page.engine.tell({ type: 'enrolled', enrolment: enrolmentAt(NOON + 60_000) }));
    await vi.waitFor(async () => {
      const learners = await page.storage.learners.list();
      expect(learners.map(({ calibration }) => calibration.calibratedAt)).toEqual([NOON + 60_000]);
    });
    expect(page.stores.monitor.getState().recording?.timeline.startedAt).toBe(recording?.timeline.startedAt);
    expect(screen.queryByRole('progressbar', { name: 'Recalibrating your eyes' })).toBeNull();
  });

  it('goes on while another page is shown', async () => {
    const page = await openMonitoring();
    await goTo('#/settings');
    expect(page.state().dataset['state']).toBe('awake');
    await seconds(page, 1, 'drowsy');
    expect(page.state().dataset['state']).toBe('drowsy');
    expect(page.engine.asked('stop')).toHaveLength(0);
  });

  it('shows what the engine holds, for leaks to be seen', async () => {
    const { engine } = await openMonitoring();
    act(() => engine.tell({ type: 'measures', measures: { ...MEASURES, tensors: 321 } }));
    expect(screen.getByTestId('tensors').textContent).toBe('321');
  });

  it('shows where the network runs after its device was lost', async () => {
    const { engine } = await openMonitoring();
    act(() => engine.tell({ type: 'network', info: { ...INFO, backend: 'webgl' } }));
    expect(screen.getByTestId('backend').dataset['backend']).toBe('webgl');
  });
});
