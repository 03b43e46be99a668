/** Workers that hang in the middle of a session: others take over, and what is said is so. */
import type { Remote } from 'comlink';
import { describe, expect, it, vi, type Mock } from 'vitest';
import { createEngine } from '../../../src/engine/engine';
import { WatchedNetwork } from '../../../src/engine/monitor-worker/watched-network';
import type { MonitorEvent, MonitorService } from '../../../src/engine/monitor-worker/protocol';
import type { NetworkInfo, NetworkService } from '../../../src/engine/network-worker/protocol';
import type { Camera } from '../../../src/engine/page/camera';
import type { EngineEvent } from '../../../src/engine/protocol';
import { FakeWorker } from '../../support/fake-worker';
import { INFO, MEASURES } from '../../support/scripted-engine';

vi.mock('virtual:wakeful-models', () => ({ faceres: null, facenet: null, checkpoint: null }));

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

async function session() {
  const monitors: {
    readonly worker: FakeWorker;
    readonly watch: Mock;
    readonly pause: Mock;
    readonly emit: (event: MonitorEvent) => void;
  }[] = [];
  const networks: FakeWorker[] = [];
  const replaced = vi.fn();
  function monitor(): FakeWorker {
    const watch = vi.fn(() => Promise.resolve());
    const pause = vi.fn();
    const service = {
      load: (_: unknown, __: unknown, emit: (event: MonitorEvent) => void) => {
        monitors.push({ worker, watch, pause, emit });
        return Promise.resolve(INFO);
      },
      watch,
      replaceNetwork: (port: MessagePort) => {
        port.close();
        replaced();
        return Promise.resolve();
      },
      pause,
      resume: vi.fn(),
      setSensitivity: vi.fn(),
      rest: () => Promise.resolve(),
    } as unknown as MonitorService;
    const worker = new FakeWorker(service);
    return worker;
  }
  function network(): FakeWorker {
    const worker = new FakeWorker({ keepTime: () => undefined });
    networks.push(worker);
    return worker;
  }
  let now = 0;
  let check = (): void => undefined;
  const timers: (() => void)[] = [];
  const engine = createEngine({
    startWorker: (name) => (name === 'monitor' ? monitor() : network()) as unknown as Worker,
    openCamera: () =>
      Promise.resolve({
        stream: {},
        track: { getSettings: () => ({}) },
        close: vi.fn(),
      } as unknown as Camera),
    openFrameInput: () => {
      const { port1, port2 } = new MessageChannel();
      const input = { kind: 'image-bitmap', port: port1 } as const;
      const close = (): void => port2.close();
      return Promise.resolve({ input, transfer: [port1], close });
    },
    now: () => now,
    everySecond: (run) => (check = run),
    after: (_, run) => {
      timers.push(run);
      return () => timers.splice(timers.indexOf(run), 1);
    },
  });
  const events: EngineEvent[] = [];
  engine.subscribe((event) => events.push(event));
  await engine.start({
    camera: { deviceId: null, width: 640, height: 480 },
    backend: null,
    backbone: 'faceres',
    checkpoint: () => Promise.resolve(null),
    learner: null,
    recalibrate: false,
  });
  monitors[0]!.emit({ type: 'measures', measures: MEASURES });
  await settle();
  return {
    engine,
    events,
    monitors,
    networks,
    replaced,
    codes: () => events.flatMap((event) => (event.type === 'trouble' ? [event.trouble.code] : [])),
    expire: () => timers.splice(0).forEach((run) => run()),
    /** Time in which all goes well. */
    later: (ms: number) => void (now += ms),
    pass: async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second++) {
        now += 1000;
        check();
        await settle();
      }
    },
  };
}

describe('a monitor that hangs', () => {
  it('is replaced within five seconds, and the session goes on as it was', async () => {
    const { engine, events, monitors, pass, codes } = await session();
    await pass(20);
    expect(monitors).toHaveLength(1);
    engine.pause();
    monitors[0]!.worker.hang();
    await pass(5);
    expect(monitors).toHaveLength(2);
    expect(monitors[0]!.worker.isTerminated).toBe(true);
    expect(monitors[1]!.watch).toHaveBeenCalledOnce();
    expect(monitors[1]!.pause).toHaveBeenCalledOnce();
    expect(codes()).toEqual(['worker-silent']);
    expect(events.at(-1)).toEqual({ type: 'trouble-cleared', code: 'worker-silent' });
  });

  it('again and again ends the session, with the reason', async () => {
    const { events, monitors, pass } = await session();
    for (let hung = 0; hung < 4; hung++) {
      monitors[hung]!.emit({ type: 'measures', measures: MEASURES });
      await settle();
      monitors[hung]!.worker.hang();
      await pass(40);
    }
    expect(events.at(-2)).toMatchObject({ type: 'trouble', trouble: { code: 'worker-silent', fatal: true } });
    expect(events.at(-1)).toEqual({ type: 'stopped' });
  });

  it('now and then in a long session is replaced each time', async () => {
    const { monitors, networks, pass, later, codes } = await session();
    for (let hung = 0; hung < 5; hung++) {
      monitors[hung]!.emit({ type: 'measures', measures: MEASURES });
      monitors[hung]!.emit({ type: 'replace-network' });
      await settle();
      monitors[hung]!.worker.hang();
      await pass(5);
      later(10 * 60_000);
    }
    expect(monitors).toHaveLength(6);
    expect(networks).toHaveLength(11);
    expect(new Set(codes())).toEqual(new Set(['worker-silent']));
  });

  it('does not keep a session from ending', async () => {
    const { engine, events, monitors, expire } = await session();
    monitors[0]!.worker.hang();
    const stopping = engine.stop();
    await settle();
    expire();
    await stopping;
    expect(events.at(-1)).toEqual({ type: 'stopped' });
    expect(monitors[0]!.worker.isTerminated).toBe(true);
  });
});

it('a network that is silent is replaced, and the monitor goes on', async () => {
  const { monitors, networks, replaced } = await session();
  monitors[0]!.emit({ type: 'replace-network' });
  await settle();
  expect(networks).toHaveLength(2);
  expect(networks[0]!.isTerminated).toBe(true);
  expect(replaced).toHaveBeenCalledOnce();
  expect(monitors).toHaveLength(1);
});

it('one that falls silent again and again is tried once more after ten minutes, while that session lasts', async () => {
  const { engine, monitors, networks, later, expire } = await session();
  for (let silent = 0; silent < 5; silent++) {
    monitors[0]!.emit({ type: 'replace-network' });
    await settle();
  }
  expect(networks).toHaveLength(4);
  later(10 * 60_000);
  expire();
  await settle();
  expect(networks).toHaveLength(5);
  expect(networks[3]!.isTerminated).toBe(true);

  for (let silent = 0; silent < 3; silent++) {
    monitors[0]!.emit({ type: 'replace-network' });
    await settle();
  }
  expect(networks).toHaveLength(7);
  await engine.stop();
  later(10 * 60_000);
  expire();
  await settle();
  expect(networks).toHaveLength(7);
});

it('what is said to classify is what does: a hung network is not, and is again when it is back', async () => {
  const events: MonitorEvent[] = [];
  const timers: (() => void)[] = [];
  const info: NetworkInfo = {
    backend: 'wasm',
    forced: false,
    device: '',
    backbone: 'faceres',
    inputSize: 8,
    embeddingSize: 4,
    checkpoint: { name: 'ours', fromStage: 'x' },
  };
  const network = new WatchedNetwork({
    options: { backend: null, backbone: 'faceres', checkpoint: null },
    emit: (event) => events.push(event),
    load: () => Promise.resolve({ info, checkpointName: null, refused: null }),
    after: (_, run) => {
      timers.push(run);
      return () => timers.splice(timers.indexOf(run), 1);
    },
  });
  const hung = { embed: () => new Promise(() => undefined) } as unknown as Remote<NetworkService>;
  await network.load(hung, () => undefined);
  expect(network.info).toMatchObject({ checkpoint: 'ours', silent: false });
  const crop = { size: 1, rgba: new Uint8ClampedArray(4) };
  const asked = network.forSession().embed(crop);
  timers.splice(0).forEach((run) => run());
  await expect(asked).rejects.toMatchObject({ code: 'worker-silent' });
  expect(network.info.silent).toBe(true);
  expect(events.map(({ type }) => type)).toEqual(['network', 'trouble', 'replace-network']);

  const back = { embed: () => Promise.resolve(new Float32Array(4)) } as unknown as Remote<NetworkService>;
  await network.replace(back);
  expect(network.info.silent).toBe(false);
  expect(await network.forSession().embed(crop)).toHaveLength(4);
  expect(events.at(-1)).toEqual({ type: 'trouble-cleared', code: 'network-silent' });
});
