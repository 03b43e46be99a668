// @vitest-environment jsdom
import './realm';
import { act, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { AlertSound } from '../../../src/app/monitor/alerts/sound';
import { INFO } from '../../support/scripted-engine';
import { openMonitoring, seconds, standInForTheBrowser, tell } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

describe('a session that stops by itself', () => {
  it('is heard, read on the page and in a notification, which goes when it goes on', async () => {
    const shown: { title: string; close: () => void }[] = [];
    vi.stubGlobal(
      'Notification',
      class {
        static readonly permission = 'granted';
        onclick = null;
        readonly title: string;
        constructor(title: string) {
          this.title = title;
          shown.push(this);
        }
        close(): void {
          shown.splice(shown.indexOf(this), 1);
        }
      },
    );
    const failed = vi.spyOn(AlertSound.prototype, 'fail');
    const page = await openMonitoring();
    tell(page, () =>
      page.engine.tell({ type: 'trouble', trouble: { code: 'worker-silent', detail: '', fatal: true } }),
    );
    expect(failed).toHaveBeenCalledOnce();
    expect(shown.map(({ title }) => title)).toEqual(['Wakeful has stopped']);
    expect(screen.getByTestId('trouble').dataset['code']).toBe('worker-silent');

    await act(() => page.stores.monitor.getState().retry());
    tell(page, () => page.engine.tell({ type: 'ready', info: INFO }));
    await seconds(page, 1, 'awake');
    expect(shown).toEqual([]);
  });
});
