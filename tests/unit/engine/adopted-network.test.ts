/** An adopted network that ends its workers at Start: the shipped one takes its place. */
import { describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../../src/engine/engine';
import type { MonitorLoadOptions } from '../../../src/engine/monitor-worker/protocol';
import type { Camera } from '../../../src/engine/page/camera';
import type { EngineEvent } from '../../../src/engine/protocol';
import { FakeWorker } from '../../support/fake-worker';
import { INFO } from '../../support/scripted-engine';

vi.mock('virtual:wakeful-models', () => ({ faceres: null, facenet: null, checkpoint: null }));

const OWN = { id: 'm1', name: 'Evenings', file: new ArrayBuffer(5) };

function startWith(breaks: 'monitor' | 'network', isBroken: (wish: MonitorLoadOptions) => boolean) {
  const tried: (string | null)[] = [];
  const workers: FakeWorker[] = [];
  function startWorker(): Worker {
    const worker: FakeWorker = new FakeWorker({
      keepTime: () => undefined,
      load(wish: MonitorLoadOptions) {
        tried.push(wish.checkpoint?.name ?? null);
        if (!isBroken(wish)) return INFO;
        // The network's worker is started before the monitor's.
        workers.at(breaks === 'monitor' ? -1 : -2)!.crash();
        return new Promise(() => undefined);
      },
      watch: () => undefined,
      rest: () => undefined,
    });
    workers.push(worker);
    return worker as unknown as Worker;
  }
  const track = { getSettings: () => ({}) };
  const engine = createEngine({
    startWorker,
    openCamera: () => Promise.resolve({ stream: {}, track, close: vi.fn() } as unknown as Camera),
    openFrameInput: () => {
      const { port1, port2 } = new MessageChannel();
      return Promise.resolve({
        input: { kind: 'image-bitmap', port: port1 } as const,
        transfer: [port1],
        close: () => port2.close(),
      });
    },
    now: () => 0,
    everySecond: () => undefined,
    after: () => () => undefined,
  });
  const events: EngineEvent[] = [];
  engine.subscribe((event) => events.push(event));
  const started = engine.start({
    camera: { deviceId: null, width: 640, height: 480 },
    backend: null,
    backbone: 'faceres',
    checkpoint: () => Promise.resolve(OWN),
    learner: null,
    recalibrate: false,
  });
  return { tried, events, started };
}

describe('an adopted network', () => {
  it.each(['monitor', 'network'] as const)(
    'that ends the %s’s worker is left out, and that is told',
    async (which) => {
      const { tried, events, started } = startWith(which, ({ checkpoint }) => checkpoint !== null);
      await started;
      expect(tried).toEqual(['Evenings', null]);
      const told = events.flatMap((event) => (event.type === 'trouble' ? [event.trouble] : []));
      expect(told).toMatchObject([{ code: 'adopted-invalid', fatal: false }]);
      expect(events.at(-1)).toMatchObject({ type: 'ready' });
    },
  );

  it('is tried once: workers that break without it too end the start', async () => {
    const { tried, started } = startWith('monitor', () => true);
    await expect(started).rejects.toBeDefined();
    expect(tried).toEqual(['Evenings', null]);
  });
});
