// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { stateWords, unknownReasons } from '../../../src/app/messages/texts';
import { afterEvent, nothingYet } from '../../../src/app/monitor/monitor-events';
import { isRunning } from '../../../src/app/monitor/phase';
import { STALE_AFTER } from '../../../src/app/monitor/monitor-store';
import { stateWord } from '../../../src/app/shared/format';
import { TROUBLE_CODES, type EngineEvent } from '../../../src/engine/protocol';
import { UNKNOWN_REASONS } from '../../../src/wakefulness/state-event';
import { enrolmentAt, INFO, MEASURES, stateEvent } from '../../support/scripted-engine';
import { click, NOON, openMonitoring, seconds, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

describe('unknown is never shown as awake', () => {
  it.each(UNKNOWN_REASONS)('%s', async (reason) => {
    const { engine, clock, state } = await openMonitoring();
    expect(state().dataset['state']).toBe('awake');
    act(() => engine.tellState({ t: clock.now + 1000, state: 'unknown', reason }));
    expect(state().dataset).toMatchObject({ state: 'unknown', reason });
    expect(state().textContent).toContain(stateWord({ shown: 'unknown', reason }));
    expect(state().textContent).toContain(unknownReasons[reason].title);
    expect(state().textContent).not.toContain(stateWords.awake);
    expect(screen.getByText(unknownReasons[reason].todo)).toBeTruthy();
    expect(document.title).not.toContain(stateWords.awake);
  });

  it.each(TROUBLE_CODES)('not after the fatal trouble %s, and no alert stands', async (code) => {
    const { engine, clock, state } = await openMonitoring();
    act(() => engine.tellAlert({ t: clock.now, level: 'strong', cause: 'asleep' }));
    act(() =>
      engine.tell({ type: 'trouble', trouble: { code, detail: '', fatal: true } }, { type: 'stopped' }),
    );
    // What was under way in the worker may still arrive.
    act(() => engine.tellState({ t: clock.now + 100, state: 'awake' }));
    act(() => engine.tellAlert({ t: clock.now + 100, level: 'strong' }));
    expect(state().dataset).toMatchObject({ state: 'unknown', reason: 'camera-off' });
    expect(screen.queryByTestId('alert')).toBeNull();
    expect(document.title).not.toContain(stateWords.awake);
  });

  it('not when the engine says nothing any more', async () => {
    const check = vi.spyOn(globalThis, 'setInterval');
    const { clock, state } = await openMonitoring();
    const tick = check.mock.calls.map(([callback]) => callback).at(-1)!;
    clock.now += STALE_AFTER - 1;
    act(tick);
    expect(state().dataset['state']).toBe('awake');
    clock.now += 1;
    act(tick);
    expect(state().dataset).toMatchObject({ state: 'unknown', reason: 'paused-by-browser' });
  });

  it('not when the page comes back after a long stop of everything', async () => {
    const { clock, state } = await openMonitoring();
    clock.now += 3_600_000;
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    expect(state().dataset['state']).toBe('unknown');
  });

  it('whatever the engine tells, in whatever order', () => {
    const level = fc.constantFrom(null, 'gentle' as const, 'strong' as const);
    const event: fc.Arbitrary<EngineEvent> = fc.oneof(
      fc
        .constantFrom('awake' as const, 'drowsy' as const, 'asleep' as const, 'unknown' as const)
        .map((state): EngineEvent => ({ type: 'state', event: stateEvent({ t: NOON, state }) })),
      level.map((at): EngineEvent => ({
        type: 'alert',
        event: { t: NOON, level: at, loudness: 0, cause: null, quietUntil: null },
      })),
      fc.constant<EngineEvent>({ type: 'ready', info: INFO }),
      fc.constant<EngineEvent>({ type: 'measures', measures: MEASURES }),
      fc.constant<EngineEvent>({
        type: 'enrolment',
        progress: { fraction: 0.5, hint: 'hold-still', stuck: false },
      }),
      fc.constant<EngineEvent>({ type: 'enrolled', enrolment: enrolmentAt(NOON) }),
      fc.constant<EngineEvent>({ type: 'stopped' }),
      fc
        .tuple(fc.constantFrom(...TROUBLE_CODES), fc.boolean())
        .map(([code, fatal]): EngineEvent => ({ type: 'trouble', trouble: { code, detail: '', fatal } })),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let view = { ...nothingYet(NOON), phase: 'starting' as const } as ReturnType<typeof nothingYet>;
        let last = view.state;
        for (const each of events) {
          view = { ...view, ...afterEvent(view, each, NOON) };
          if (each.type === 'state' && isRunning(view)) last = each.event;
          // A state is what the engine said last, or unknown where it can say nothing more.
          const isSilent = each.type === 'trouble' && each.trouble.code === 'worker-silent';
          if (each.type === 'stopped' || view.fatal || isSilent) {
            expect(view.state.state).toBe('unknown');
            expect(view.alert).toBeNull();
            last = view.state;
          }
          expect(view.state).toBe(last);
        }
      }),
    );
  });
});

describe('a screen reader', () => {
  it('hears of changes, and not of every second', async () => {
    const page = await openMonitoring();
    const heard: string[] = [];
    const observer = new MutationObserver(() => heard.push(page.state().textContent));
    observer.observe(page.state(), { subtree: true, childList: true, characterData: true });
    expect(page.state().getAttribute('role')).toBe('status');

    for (let second = 0; second < 20; second++) {
      page.clock.now += 1000;
      act(() =>
        page.engine.tellState({
          t: page.clock.now,
          state: 'awake',
          causes: second % 2 ? ['eyes-open'] : ['network-sees-drowsy'],
          confidence: second / 20,
          perclos: second / 40,
        }),
      );
    }
    await Promise.resolve();
    expect(heard).toEqual([]);

    await seconds(page, 3, 'drowsy');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('Drowsy');
    observer.disconnect();
  });

  it('is not told of every rise of the loudness', async () => {
    const { engine, clock } = await openMonitoring();
    act(() => engine.tellAlert({ t: clock.now, level: 'strong', loudness: 0.4 }));
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(screen.getByTestId('alert').parentElement!, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    for (const loudness of [0.5, 0.6, 0.7])
      act(() => engine.tellAlert({ t: clock.now, level: 'strong', loudness }));
    await Promise.resolve();
    expect(changes).toBe(0);
    observer.disconnect();
  });
});

describe('after a fatal trouble', () => {
  it('the session goes on where it stopped, and the time between is recorded as nothing', async () => {
    const page = await openMonitoring();
    const { engine, clock } = page;
    await seconds(page, 10, 'awake');
    const lost = { code: 'camera-unplugged', detail: 'the track ended', fatal: true } as const;
    act(() => engine.tell({ type: 'trouble', trouble: lost }, { type: 'stopped' }));
    clock.now += 60_000;
    await click(screen.getByRole('button', { name: 'Try again' }));
    expect(engine.asked('start')).toHaveLength(2);
    expect(engine.asked('start')[1]!.options.learner).toMatchObject({ name: 'Ada' });
    act(() => engine.tell({ type: 'ready', info: INFO }));
    await seconds(page, 10, 'awake');
    const { summary, timeline } = page.stores.monitor.getState().recording!;
    expect(timeline.seconds).toBeGreaterThan(75);
    expect(summary.time.awake).toBeLessThan(25_000);
    expect(summary.time.unknown).toBeLessThan(5_000);
  });

  it('the session can be ended instead', async () => {
    const page = await openMonitoring();
    await seconds(page, 5, 'awake');
    const lost = { code: 'camera-busy', detail: '', fatal: true } as const;
    act(() => page.engine.tell({ type: 'trouble', trouble: lost }));
    await click(screen.getByRole('button', { name: 'End session' }));
    await vi.waitFor(() => expect(screen.getByTestId('summary-alerts')).toBeTruthy());
  });
});
