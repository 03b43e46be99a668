/** What is loaded before anybody presses Start. */
import { expose } from 'comlink';
import { describe, expect, it, vi } from 'vitest';
import { WakefulError } from '../../../src/common/errors';
import { createEngine } from '../../../src/engine/engine';
import type { Camera } from '../../../src/engine/page/camera';
import type { EngineEvent } from '../../../src/engine/protocol';
import { INFO } from '../../support/scripted-engine';

vi.mock('virtual:wakeful-models', () => ({ faceres: null, facenet: null, checkpoint: null }));

/** A worker in this thread. */
class FakeWorker extends EventTarget {
  readonly #channel = new MessageChannel();

  constructor(service: object) {
    super();
    expose(service, this.#channel.port2);
    this.#channel.port1.onmessage = ({ data }: MessageEvent<unknown>) =>
      this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    if (!(message instanceof MessagePort)) this.#channel.port1.postMessage(message, transfer);
  }

  terminate(): void {
    this.#channel.port1.close();
  }
}

const WISH = { backend: null, backbone: 'faceres', checkpoint: () => Promise.resolve(null) } as const;
const START = {
  ...WISH,
  camera: { deviceId: null, width: 640, height: 480 },
  learner: null,
  recalibrate: false,
} as const;

function bench(load: () => Promise<unknown> = () => Promise.resolve(INFO)) {
  const loads = vi.fn(load);
  const watch = vi.fn(() => Promise.resolve());
  const setSensitivity = vi.fn();
  const monitors: FakeWorker[] = [];
  let allow = (): void => undefined;
  const openCamera = vi.fn(
    () =>
      new Promise<Camera>((resolve) => {
        allow = () =>
          resolve({ stream: {}, track: { getSettings: () => ({}) }, close: vi.fn() } as unknown as Camera);
      }),
  );
  const engine = createEngine({
    startWorker(name) {
      const monitor = {
        setSensitivity,
        load: loads,
        watch,
        rest: () => Promise.resolve(),
      };
      const worker = new FakeWorker(name === 'monitor' ? monitor : { keepTime: () => undefined });
      if (name === 'monitor') monitors.push(worker);
      return worker as unknown as Worker;
    },
    openCamera,
    openFrameInput: () => {
      const { port1, port2 } = new MessageChannel();
      const input = { kind: 'image-bitmap', port: port1 } as const;
      return Promise.resolve({ input, transfer: [port1], close: () => port2.close() });
    },
    now: () => 0,
    everySecond: () => undefined,
    after: () => () => undefined,
  });
  const events: EngineEvent[] = [];
  engine.subscribe((event) => events.push(event));
  return { engine, setSensitivity, loads, watch, monitors, openCamera, events, allow: () => allow() };
}

describe('preparing', () => {
  it('loads the models without the camera, and the start loads nothing more', async () => {
    const { engine, loads, monitors, openCamera, allow, events } = bench();
    await engine.prepare(WISH);
    expect(loads).toHaveBeenCalledOnce();
    expect(openCamera).not.toHaveBeenCalled();
    const started = engine.start(START);
    allow();
    await started;
    expect(loads).toHaveBeenCalledOnce();
    expect(monitors).toHaveLength(1);
    expect(events.map(({ type }) => type)).toEqual(['ready']);
  });

  it('tells nothing when it fails; the start tries again', async () => {
    let isDown = true;
    const { engine, loads, allow, events } = bench(() =>
      isDown
        ? Promise.reject(new WakefulError('model-load', 'offline', 'Try again.'))
        : Promise.resolve(INFO),
    );
    await engine.prepare(WISH);
    expect(events).toEqual([]);
    isDown = false;
    const started = engine.start(START);
    allow();
    await started;
    expect(loads).toHaveBeenCalledTimes(2);
  });

  it('whose worker breaks says nothing of a session that nobody began', async () => {
    const { engine, monitors, events } = bench();
    await engine.prepare(WISH);
    monitors[0]!.dispatchEvent(new Event('error'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(events).toEqual([]);
  });
});

describe('a start', () => {
  it('hands over the chosen sensitivity, and a later change of it', async () => {
    const { engine, setSensitivity, allow } = bench();
    engine.setSensitivity('high');
    const started = engine.start(START);
    await vi.waitFor(allow);
    await started;
    engine.setSensitivity('low');
    await vi.waitFor(() => expect(setSensitivity.mock.calls).toEqual([['high'], ['low']]));
  });

  it('looks at the camera while the network still loads, and is ready after that', async () => {
    let loaded: (info: unknown) => void = () => undefined;
    const { engine, watch, allow, events } = bench(() => new Promise((resolve) => (loaded = resolve)));
    const started = engine.start(START);
    await vi.waitFor(() => {
      allow();
      expect(watch).toHaveBeenCalledOnce();
    });
    expect(events).toEqual([]);
    loaded(INFO);
    await started;
    expect(events).toMatchObject([{ type: 'ready', info: { backbone: INFO.backbone } }]);
  });

  it('that is stopped meanwhile leaves nothing on', async () => {
    const { engine, loads, allow, events } = bench(() => new Promise(() => undefined));
    const refused = expect(engine.start(START)).rejects.toBeDefined();
    await vi.waitFor(() => expect(loads).toHaveBeenCalledOnce());
    allow();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.stop();
    await refused;
    expect(engine.stream).toBeNull();
    expect(events).toEqual([{ type: 'stopped' }]);
  });

  it('loads the models while the learner answers the browser', async () => {
    const { engine, loads, allow } = bench();
    const started = engine.start(START);
    await vi.waitFor(() => expect(loads).toHaveBeenCalledOnce());
    allow();
    await started;
  });
});
