import { describe, expect, it, vi } from 'vitest';
import { sessionCsv, sessionJson, type ProfileStorage } from '../../../src/profile';
import { pageSessionLocks } from '../../../src/profile/history/history-store';
import { timelineSeconds } from '../../../src/profile/history/session';
import type { SessionRecorder } from '../../../src/profile/history/session-recorder';
import { Device, NOW } from './device';
import { fillDisk } from '../../support/fill-disk';
import { alertEvent, asleep, noFace, stateEvent } from './events';

/** Lets the writes that a recorder has begun come to their end. */
const settled = (recorder: SessionRecorder) => recorder.save();

/** Heartbeats from second `from` to second `to`. */
function record(recorder: SessionRecorder, from: number, to: number): void {
  for (let second = from; second <= to; second++) recorder.state(stateEvent(second * 1000));
}

async function states({ history }: ProfileStorage): Promise<string[]> {
  const [session] = await history.list();
  return [...timelineSeconds(await history.timeline(session!))].map(({ state }) => state);
}

describe('a recorded session', () => {
  it('is kept with its seconds, alerts and summary', async () => {
    const device = new Device();
    const { history } = await device.open();
    const recorder = await history.begin('ada');
    recorder.state(stateEvent(0));
    recorder.state(asleep(1000, 0));
    recorder.state(asleep(2000, 1_000));
    recorder.alert(alertEvent(2100));
    recorder.alert(alertEvent(2600, { loudness: 0.7 }));
    recorder.state(asleep(3000, 2_000));
    recorder.alert(alertEvent(3500, { level: null, cause: 'acknowledged' }));
    recorder.state(stateEvent(4000));
    await recorder.end(NOW + 6000);

    const { history: later } = await device.open();
    const [session] = await later.list();
    expect(session).toMatchObject({ learnerId: 'ada', startedAt: NOW, endedAt: NOW + 6000, seconds: 6 });
    expect(session?.summary).toMatchObject({
      time: { awake: 1000, asleep: 3000 },
      alerts: { gentle: 0, strong: 1 },
      longestClosure: 2000,
    });
    const timeline = await later.timeline(session!);
    expect(timeline).toEqual(recorder.timeline);
    expect(timeline.alerts).toHaveLength(2);
    expect([...timelineSeconds(timeline)].map(({ state, alert }) => [state, alert])).toEqual([
      ['awake', null],
      ['asleep', null],
      ['asleep', 'strong'],
      ['asleep', 'strong'],
      ['awake', null],
      ['awake', null],
    ]);
  });

  it('takes notes when it has ended, and none once it is deleted', async () => {
    const device = new Device();
    const { history } = await device.open();
    const recorder = await history.begin('ada');
    record(recorder, 0, 20);
    const { id } = await recorder.end(NOW + 21_000);
    const notes = { note: 'tired', hoursSlept: 5.5, lectureStart: 600 };
    await history.annotate(id, notes);
    await history.annotate(id, { hoursSlept: undefined });
    const { history: later } = await device.open();
    const [session] = await later.list();
    expect(session).toMatchObject({ note: 'tired', lectureStart: 600, seconds: 21 });
    expect(session!.hoursSlept).toBeUndefined();
    expect(JSON.parse(sessionJson(session!, await later.timeline(session!)))).toMatchObject({
      note: 'tired',
    });
    await history.delete(id);
    await history.annotate(id, notes);
    expect(await history.list()).toEqual([]);
  });

  it('may say where the player of its lecture stood', async () => {
    const device = new Device();
    const { history } = await device.open();
    const recorder = await history.begin('ada');
    record(recorder, 0, 20);
    const session = await recorder.end(NOW + 21_000);
    const playerTimes = [{ second: 3, time: 125.5 }];
    await device.tamper('sessions', `session/${session.id}`, { ...session, playerTimes });
    expect((await history.list())[0]!.playerTimes).toEqual(playerTimes);
    expect(device.troubles).toEqual([]);
  });

  it('is written every ten seconds of events, without timers', async () => {
    const device = new Device();
    const { history } = await device.open();
    const recorder = await history.begin(null);
    record(recorder, 0, 9);
    expect(await device.keys('sessions')).toEqual([]);
    record(recorder, 10, 10);
    await settled(recorder);
    expect(await device.keys('sessions')).toEqual(['chunk/id-1/000000', 'session/id-1']);
  });

  it('loses at most ten seconds in a crash, and is closed on the next load', async () => {
    const device = new Device();
    const recorder = await (await device.open()).history.begin(null);
    for (let second = 0; second <= 39; second++) {
      recorder.state(stateEvent(second * 1000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    device.locks = pageSessionLocks(); // the page is gone
    const storage = await device.open();
    const [session] = await storage.history.list();
    expect(session).toMatchObject({ endedAt: NOW + 30_000, seconds: 30 });
    expect(await states(storage)).toEqual(Array(30).fill('awake'));
  });

  it('goes on when another tab opens', async () => {
    const device = new Device();
    const recorder = await (await device.open()).history.begin(null);
    record(recorder, 0, 20);
    await settled(recorder);
    const other = await device.open();
    expect((await other.history.list())[0]?.endedAt).toBeNull();
    await recorder.end(NOW + 21_000);
    expect((await other.history.list())[0]?.endedAt).toBe(NOW + 21_000);
    expect(await other.history.closeUnfinished()).toBe(0);
  });

  it('takes nothing more once it has ended', async () => {
    const { history } = await new Device().open();
    const recorder = await history.begin(null);
    record(recorder, 0, 3);
    const session = await recorder.end(NOW + 3000);
    recorder.state(stateEvent(9000));
    recorder.alert(alertEvent(9000));
    expect(await recorder.end(NOW + 20_000)).toEqual(session);
    expect(await history.list()).toEqual([session]);
  });

  it('of eight hours is small, in chunks that are joined without a seam', async () => {
    const device = new Device();
    const storage = await device.open();
    const recorder = await storage.history.begin(null);
    const hours = 8 * 3600;
    for (let second = 0; second <= hours; second++) {
      recorder.state(second % 7 === 0 ? asleep(second * 1000) : stateEvent(second * 1000));
      if (second % 600 === 0)
        recorder.alert(alertEvent(second * 1000, { level: second % 1200 ? null : 'gentle' }));
      if (second % 1000 === 0) await settled(recorder);
    }
    await recorder.end(NOW + hours * 1000);
    const [session] = await storage.history.list();
    const timeline = await storage.history.timeline(session!);
    expect(timeline).toEqual(recorder.timeline);

    const keys = await device.keys('sessions');
    const values = await Promise.all(keys.map((key) => device.read('sessions', key)));
    const { serialize } = await import('node:v8');
    expect(values.reduce<number>((sum, value) => sum + serialize(value).length, 0)).toBeLessThan(150_000);
  });

  it('keeps an alert of a second that was not complete at the last write', async () => {
    const device = new Device();
    const storage = await device.open();
    const recorder = await storage.history.begin(null);
    record(recorder, 0, 600);
    await settled(recorder);
    recorder.alert(alertEvent(600_300));
    await settled(recorder);
    record(recorder, 601, 601);
    await recorder.end(NOW + 601_000);
    const [session] = await storage.history.list();
    expect((await storage.history.timeline(session!)).alerts).toEqual([
      { second: 600, level: 'strong', cause: 'asleep' },
    ]);
  });
});

describe('a disk that is full during a session', () => {
  it('is told once, and nothing is lost once there is room again', async () => {
    const device = new Device();
    const storage = await device.open();
    const recorder = await storage.history.begin(null);
    record(recorder, 0, 10);
    await settled(recorder);
    const free = fillDisk();
    for (const to of [20, 30, 40]) {
      record(recorder, to - 9, to);
      await settled(recorder);
    }
    expect(device.troubles.map(({ code }) => code)).toEqual(['storage-full']);
    expect(await device.read('sessions', 'session/id-1')).toMatchObject({ seconds: 10 });
    expect((await storage.history.list())[0]?.seconds).toBe(40);
    expect(storage.unsaved().sessions).toEqual(new Set(['id-1']));
    expect(recorder.timeline.seconds).toBe(40);
    free();
    record(recorder, 41, 50);
    await recorder.end(NOW + 50_000);
    expect(await states(storage)).toEqual(Array(50).fill('awake'));
  });
});

describe('a disk that is full for longer than a chunk', () => {
  it('leaves no hole', async () => {
    const storage = await new Device().open();
    const recorder = await storage.history.begin(null);
    record(recorder, 0, 10);
    await settled(recorder);
    const free = fillDisk();
    record(recorder, 11, 1290);
    await settled(recorder);
    free();
    await recorder.end(NOW + 1_290_000);
    expect(await states(storage)).toEqual(Array(1290).fill('awake'));
  });
});

describe('a session that ends on a full disk', () => {
  it('is here in memory, said to be unsaved, and written whole once there is room', async () => {
    const device = new Device();
    const storage = await device.open();
    const changes: number[] = [];
    storage.onUnsaved(() => changes.push(storage.unsaved().sessions.size));
    const free = fillDisk();
    const recorder = await storage.history.begin(null);
    record(recorder, 0, 30);
    await recorder.end(NOW + 31_000);
    expect(await device.keys('sessions')).toEqual([]);
    expect(changes.at(-1)).toBe(1);
    expect(await states(storage)).toEqual(Array(31).fill('awake'));
    await storage.retry();
    expect(device.troubles.map(({ code }) => code)).toEqual(['storage-full']);

    free();
    await storage.retry();
    expect(changes.at(-1)).toBe(0);
    expect(await states(await device.open())).toEqual(Array(31).fill('awake'));
  });

  it('is written where the disk was too full to open the database at all', async () => {
    const device = new Device();
    const open = vi.spyOn(device.factory, 'open').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const storage = await device.open();
    await (await storage.history.begin(null)).end(NOW + 5_000);
    await storage.retry();
    expect(storage.unsaved().sessions.size).toBe(1);
    open.mockRestore();
    await storage.retry();
    expect(storage.unsaved().sessions.size).toBe(0);
    expect(await (await device.open()).history.list()).toHaveLength(1);
  });
});

describe('a session that is deleted while it runs', () => {
  it('with everything else, by another tab: nothing of it comes back', async () => {
    const device = new Device();
    const [running, young, other] = [await device.open(), await device.open(), await device.open()];
    const told = vi.fn();
    running.onDeletedElsewhere(told);
    const recorder = await running.history.begin(null);
    record(recorder, 0, 20);
    await settled(recorder);
    const unwritten = await young.history.begin(null);
    record(unwritten, 0, 5);

    await other.deleteEverything();
    expect(told).toHaveBeenCalledOnce();
    record(recorder, 21, 40);
    await recorder.end(NOW + 41_000);
    record(unwritten, 6, 20);
    await unwritten.end(NOW + 21_000);
    expect(await other.history.list()).toEqual([]);
    expect(await device.keys('sessions')).toEqual([]);
    await (await running.history.begin(null)).end(NOW + 60_000);
    expect(await other.history.list()).toHaveLength(1);
  });

  it('where the tabs cannot hear each other: the next write notices', async () => {
    const device = new Device();
    const [running, other] = [await device.open(), await device.open()];
    const told = vi.fn();
    running.onDeletedElsewhere(told);
    const recorder = await running.history.begin(null);
    record(recorder, 0, 5);
    const deaf = vi.spyOn(device.tabs, 'tell').mockImplementation(() => undefined);
    await other.deleteEverything();
    deaf.mockRestore();
    record(recorder, 6, 40);
    await recorder.end(NOW + 41_000);
    expect(told).toHaveBeenCalledOnce();
    expect(await other.history.list()).toEqual([]);
    expect(await device.keys('sessions')).toEqual([]);
  });

  it('by itself, by another tab, even while the disk is full', async () => {
    const device = new Device();
    const [running, other] = [await device.open(), await device.open()];
    const recorder = await running.history.begin('ada');
    record(recorder, 0, 20);
    await settled(recorder);
    const free = fillDisk();
    record(recorder, 21, 40);
    await settled(recorder);
    await other.deleteLearner('ada');
    free();
    record(recorder, 41, 60);
    await recorder.end(NOW + 61_000);
    await running.retry();
    expect(await device.keys('sessions')).toEqual([]);
    expect(running.unsaved().sessions.size).toBe(0);
  });
});

describe('history of a newer program', () => {
  it('is left alone and said to be newer', async () => {
    const device = new Device();
    const newer = { version: 2, id: 'x', mood: 'unheard of' };
    await (await device.open()).history.list();
    await device.tamper('sessions', 'session/x', newer);
    const { history, quarantine } = await device.open();
    expect(await history.list()).toEqual([]);
    expect(new Set(device.troubles.map(({ code }) => code))).toEqual(new Set(['record-newer']));
    expect(await device.read('sessions', 'session/x')).toEqual(newer);
    expect(await quarantine.list()).toEqual([]);
  });
});

describe('damaged history', () => {
  async function withSession(): Promise<{ device: Device; storage: ProfileStorage; id: string }> {
    const device = new Device();
    const storage = await device.open();
    const recorder = await storage.history.begin(null);
    record(recorder, 0, 1300);
    const { id } = await recorder.end(NOW + 1_300_000);
    return { device, storage, id };
  }

  it('a damaged chunk leaves unrecorded seconds, and is reported', async () => {
    const { device, storage, id } = await withSession();
    await device.tamper('sessions', `chunk/${id}/000001`, { version: 1, from: 600, columns: 'none' });
    const seconds = await states(storage);
    expect(seconds).toHaveLength(1300);
    expect(new Set(seconds.slice(0, 600))).toEqual(new Set(['awake']));
    expect(new Set(seconds.slice(600, 1200))).toEqual(new Set(['unrecorded']));
    expect(new Set(seconds.slice(1200))).toEqual(new Set(['awake']));
    expect(device.troubles.map(({ code }) => code)).toEqual(['record-corrupt']);
  });

  it.each([
    ['columns of different lengths', { from: 600, perclos: new Uint8Array(3) }],
    ['a chunk beyond the end', { from: 5000 }],
  ])('%s do no harm', async (_, { from, ...columns }) => {
    const { device, storage, id } = await withSession();
    const key = `chunk/${id}/000001`;
    const chunk = (await device.read('sessions', key)) as { columns: object };
    await device.tamper('sessions', key, { ...chunk, from, columns: { ...chunk.columns, ...columns } });
    const seconds = await states(storage);
    expect(new Set(seconds.slice(600, 1200))).toEqual(new Set(['unrecorded']));
  });

  it.each([['rubbish'], [{ version: 1, seconds: 1e12 }]])(
    'a session record that is %j is set aside with its seconds, the others are listed',
    async (rubbish) => {
      const { device, storage, id } = await withSession();
      const other = await (await storage.history.begin(null)).end(NOW + 1000);
      await device.tamper('sessions', `session/${id}`, rubbish);
      expect(await storage.history.list()).toEqual([other]);
      expect(device.troubles).toHaveLength(1);
      expect(await storage.quarantine.list()).toHaveLength(4);
      expect((await device.keys('sessions')).filter((key) => key.includes(id))).toEqual([]);
    },
  );
});

describe('deleting history', () => {
  it('leaves no trace of the session, and all of the others', async () => {
    const device = new Device();
    const { history } = await device.open();
    const first = await (await history.begin('ada')).end(NOW + 1000);
    const second = await (await history.begin('bob')).end(NOW + 1000);
    await history.delete(first.id);
    expect(await history.list()).toEqual([second]);
    await history.deleteAll();
    expect(await device.keys('sessions')).toEqual([]);
  });
});

describe('export', () => {
  async function session() {
    const { history } = await new Device().open();
    const recorder = await history.begin(null);
    recorder.state(stateEvent(0));
    recorder.state(asleep(1000));
    recorder.alert(alertEvent(1500));
    recorder.state(noFace(2000));
    recorder.alert(alertEvent(2000, { level: null, cause: 'stopped' }));
    return { ended: await recorder.end(NOW + 3000), timeline: recorder.timeline };
  }

  it('as CSV has a line a second', async () => {
    const { timeline } = await session();
    expect(sessionCsv(timeline).split('\r\n')).toEqual([
      't_iso,second,state,reason,confidence,perclos,alert',
      '2026-11-24T09:00:00.000Z,0,awake,eyes-open,0.900,0.100,',
      '2026-11-24T09:00:01.000Z,1,asleep,eyes-closed-over-1s,0.800,0.100,strong',
      '2026-11-24T09:00:02.000Z,2,unknown,no-face,,,strong',
      '',
    ]);
  });

  it('as JSON has summary, alerts and seconds, and nothing of the learner', async () => {
    const { ended, timeline } = await session();
    const json = JSON.parse(sessionJson({ ...ended, learnerId: 'ada' }, timeline)) as object;
    expect(json).toMatchObject({
      format: 'wakeful-session',
      version: 1,
      startedAt: '2026-11-24T09:00:00.000Z',
      endedAt: '2026-11-24T09:00:03.000Z',
      summary: { timeMs: { awake: 1000, asleep: 1000 }, alerts: { gentle: 0, strong: 1 } },
      alerts: [
        { second: 1, level: 'strong', cause: 'asleep' },
        { second: 2, level: null, cause: 'stopped' },
      ],
      seconds: [{ second: 0, state: 'awake' }, { state: 'asleep' }, { state: 'unknown', reason: 'no-face' }],
    });
    expect(JSON.stringify(json)).not.toContain('ada');
  });
});
