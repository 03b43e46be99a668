import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMBEDDING_SIZES } from '../../../src/common/backbone-ids';
import type { Enrolment } from '../../../src/profile/enrolment/enrolment';
import { decodeFloats, encodeFloats } from '../../../src/storage/base64';
import { Device, NOW } from './device';
import { fillDisk } from '../../support/fill-disk';
import { ADA, BOB, faceOf } from './people';

const enrolment = (person = ADA): Enrolment => ({
  backbone: 'faceres',
  embedding: faceOf(person),
  calibration: {
    open: { left: person.open, right: person.open },
    closed: { left: 0.06, right: 0.07 },
    pose: { pitch: 5, yaw: -1, roll: 0 },
    mar: 0.02,
    calibratedAt: NOW,
  },
  frames: 24,
});

describe('learners on a device', () => {
  it('are kept over a reload as they were enrolled, the new one active', async () => {
    const device = new Device();
    const ada = await (await device.open()).learners.add(enrolment(ADA), '  Ada ');
    const { learners } = await device.open();
    expect(await learners.list()).toEqual([
      { ...enrolment(ADA), version: 1, id: ada.id, name: 'Ada', createdAt: NOW, updatedAt: NOW },
    ]);
    expect((await learners.active())?.id).toBe(ada.id);
  });

  it('are several, by name, and one is chosen', async () => {
    const { learners } = await new Device().open();
    const bob = await learners.add(enrolment(BOB), 'Bob');
    const ada = await learners.add(enrolment(ADA), 'Ada');
    expect((await learners.list()).map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    expect((await learners.active())?.id).toBe(ada.id);
    await learners.activate(bob.id);
    expect((await learners.active())?.id).toBe(bob.id);
  });

  it('can be renamed and measured anew', async () => {
    const device = new Device();
    const { learners } = await device.open();
    const { id } = await learners.add(enrolment(), 'Ada');
    device.now += 1_000;
    await learners.rename(id, 'Ada L.');
    const calibration = { ...enrolment().calibration, mar: 0.5 };
    await learners.update(id, { ...enrolment(), calibration });
    const learner = await learners.get(id);
    expect(learner).toMatchObject({ name: 'Ada L.', createdAt: NOW, updatedAt: NOW + 1_000 });
    expect(learner?.calibration.mar).toBe(0.5);
    await expect(learners.rename(id, '   ')).rejects.toThrow();
    expect(await learners.rename('nobody', 'Eve')).toBeNull();
  });

  it('can be deleted one by one, with their sessions and nobody else’s', async () => {
    const device = new Device();
    const { learners, history, deleteLearner } = await device.open();
    const ada = await learners.add(enrolment(ADA), 'Ada');
    const bob = await learners.add(enrolment(BOB), 'Bob');
    for (const id of [ada.id, bob.id]) await (await history.begin(id)).end(device.now + 5_000);
    await deleteLearner(bob.id);
    expect((await learners.list()).map(({ id }) => id)).toEqual([ada.id]);
    expect((await history.list()).map(({ learnerId }) => learnerId)).toEqual([ada.id]);
    expect(await learners.active()).toBeNull();
    expect(await device.keys('sessions')).toHaveLength(2);
  });
});

describe('damaged records', () => {
  const garbage: readonly (readonly [string, (good: object) => unknown])[] = [
    ['a number', () => 7],
    ['null', () => null],
    ['a record without embedding', (good) => ({ ...good, embedding: undefined })],
    ['an embedding of NaN', (good) => ({ ...good, embedding: new Float32Array(64).fill(NaN) })],
    ['an embedding of zeros', (good) => ({ ...good, embedding: new Float32Array(64) })],
    ['an embedding that is a list', (good) => ({ ...good, embedding: [1, 2, 3] })],
    ['eyes that close by opening', (good) => ({ ...good, calibration: flipped() })],
    ['somebody else’s id', (good) => ({ ...good, id: 'other' })],
  ];
  const flipped = () => {
    const { open, closed, ...rest } = enrolment().calibration;
    return { ...rest, open: closed, closed: open };
  };

  it.each(garbage)('%s is set aside and reported, and the others are there', async (_, damage) => {
    const device = new Device();
    const { learners, quarantine } = await device.open();
    const ada = await learners.add(enrolment(ADA), 'Ada');
    const { id } = await learners.add(enrolment(BOB), 'Bob');
    const bad = damage((await learners.get(id))!);
    await device.tamper('learners', id, bad);

    expect((await learners.list()).map((learner) => learner.id)).toEqual([ada.id]);
    expect(device.troubles.map(({ code }) => code)).toEqual(['record-corrupt']);
    expect(device.troubles[0]?.remedy).not.toBe('');

    const [record] = await quarantine.list();
    expect(record).toMatchObject({ shelf: 'learners', key: id, foundAt: NOW });
    expect(record?.value).toEqual(bad);
    await learners.list();
    expect(device.troubles).toHaveLength(1);
    await quarantine.delete(record!.id);
    expect(await quarantine.list()).toEqual([]);
  });

  it('a version from the future is left as it is, and said to be newer', async () => {
    const device = new Device();
    const { learners, quarantine } = await device.open();
    const { id } = await learners.add(enrolment(), 'Ada');
    const newer = { ...(await learners.get(id))!, version: 2 };
    await device.tamper('learners', id, newer);
    expect(await learners.list()).toEqual([]);
    expect(await learners.rename(id, 'Eve')).toBeNull();
    expect(new Set(device.troubles.map(({ code }) => code))).toEqual(new Set(['record-newer']));
    expect(await device.read('learners', id)).toEqual(newer);
    expect(await quarantine.list()).toEqual([]);
  });

  it('an active learner whose record is damaged is nobody', async () => {
    const device = new Device();
    const { learners } = await device.open();
    const { id } = await learners.add(enrolment(), 'Ada');
    await device.tamper('learners', id, 'rubbish');
    expect(await learners.active()).toBeNull();
  });

  it('can be exported with their binary parts', async () => {
    const device = new Device();
    const { learners, quarantine } = await device.open();
    await device.tamper('learners', 'x', { embedding: Float32Array.of(1, 2), size: 12n });
    await learners.list();
    const exported: unknown = JSON.parse(await quarantine.export());
    expect(exported).toMatchObject({
      records: [{ value: { embedding: { type: 'Float32Array', base64: 'AACAPwAAAEA=' }, size: '12' } }],
    });
  });

  it('stay where they are when the disk is full, and still break nothing', async () => {
    const device = new Device();
    const { learners } = await device.open();
    const ada = await learners.add(enrolment(), 'Ada');
    await device.tamper('learners', 'x', 'rubbish');
    const free = fillDisk();
    expect((await learners.list()).map(({ id }) => id)).toEqual([ada.id]);
    expect(device.troubles.map(({ code }) => code)).toEqual(['record-corrupt', 'storage-full']);
    free();
    expect(await device.read('learners', 'x')).toBe('rubbish');
  });
});

describe('a full disk', () => {
  it('is said so; nothing is lost, and what is new is written once there is room', async () => {
    const device = new Device();
    const { learners, unsaved, retry } = await device.open();
    const ada = await learners.add(enrolment(), 'Ada');
    const free = fillDisk();
    const bob = await learners.add(enrolment(BOB), 'Bob');
    await learners.rename(ada.id, 'Eve');
    expect(device.troubles.map(({ code }) => code)).toContain('storage-full');
    expect((await learners.list()).map(({ name }) => name)).toEqual(['Bob', 'Eve']);
    expect(unsaved().learners).toEqual(new Set([ada.id, bob.id]));
    expect(await device.read('learners', ada.id)).toEqual(ada);
    expect(await device.keys('learners')).toEqual([ada.id]);
    expect(await learners.export(bob.id), 'as a file meanwhile').toContain('Bob');
    free();
    await retry();
    expect(unsaved().learners).toEqual(new Set());
    const later = await device.open();
    expect((await later.learners.list()).map(({ name }) => name)).toEqual(['Bob', 'Eve']);
    expect((await later.learners.active())?.id).toBe(bob.id);
  });

  it('does not bring back who was deleted meanwhile by another tab', async () => {
    const device = new Device();
    const [{ learners, retry }, other] = [await device.open(), await device.open()];
    const ada = await learners.add(enrolment(), 'Ada');
    const free = fillDisk();
    await learners.rename(ada.id, 'Eve');
    await other.deleteLearner(ada.id);
    free();
    await retry();
    expect(await device.keys('learners')).toEqual([]);
  });
});

it('the browser is asked not to clear learners and sessions', async () => {
  const device = new Device();
  const { learners, history } = await device.open();
  expect(device.persistAsked).toBe(0);
  await learners.add(enrolment(), 'Ada');
  expect(device.persistAsked).toBe(1);
  await history.begin(null);
  expect(device.persistAsked).toBe(2);
});

describe('a learner’s file', () => {
  /** With as many numbers as the network of the name gives: what files are held to. */
  const whole: Enrolment = {
    ...enrolment(),
    embedding: Float32Array.from({ length: EMBEDDING_SIZES.faceres }, (_, i) => Math.sin(i)),
  };
  async function exported(): Promise<string> {
    const { learners } = await new Device().open();
    const { id } = await learners.add(whole, 'Ada');
    return (await learners.export(id))!;
  }
  const change = (text: string, edit: (file: Record<string, unknown>) => void): string => {
    const file = JSON.parse(text) as Record<string, unknown>;
    edit(file);
    return JSON.stringify(file);
  };

  it('carries a learner to another device unchanged', async () => {
    const { learners } = await new Device().open();
    const imported = await learners.import(await exported());
    expect(imported).toMatchObject({ ...whole, name: 'Ada' });
    expect(await learners.list()).toEqual([imported]);
  });

  it('does not overwrite a learner who is already here', async () => {
    const { learners } = await new Device().open();
    const { id } = await learners.add(whole, 'Ada');
    const imported = await learners.import((await learners.export(id))!);
    expect(imported.id).not.toBe(id);
    expect(await learners.list()).toHaveLength(2);
    expect(await learners.export('nobody')).toBeNull();
  });

  it('may be laid out anew by an editor', async () => {
    const { learners } = await new Device().open();
    const text = change(await exported(), () => undefined);
    expect((await learners.import(text)).name).toBe('Ada');
  });

  it.each<readonly [string, string, (text: string) => string]>([
    ['not JSON', 'file-not-learner', () => 'hello'],
    ['some other JSON', 'file-not-learner', () => '{"format":"wakeful-session"}'],
    ['huge', 'file-not-learner', (text) => text + ' '.repeat(2_000_000)],
    ['from a later version', 'file-too-new', (text) => change(text, (file) => (file['version'] = 2))],
    ['cut short', 'file-not-learner', (text) => text.slice(0, -20)],
    ['changed in one letter', 'file-damaged', (text) => text.replace('"Ada"', '"Eve"')],
    ['without its checksum', 'file-damaged', (text) => change(text, (file) => (file['sha256'] = ''))],
  ])('that is %s is refused: %s', async (_, code, damage) => {
    const { learners } = await new Device().open();
    await expect(learners.import(damage(await exported()))).rejects.toEqual(
      expect.objectContaining({ code }),
    );
    expect(await learners.list()).toEqual([]);
  });

  it('with a right checksum over wrong content is refused', async () => {
    const file = JSON.parse(await exported()) as { sha256: string; learner: Record<string, unknown> };
    file.learner['embedding'] = 'AAAA';
    const bytes = new TextEncoder().encode(JSON.stringify(file.learner));
    file.sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    const { learners } = await new Device().open();
    await expect(learners.import(JSON.stringify(file))).rejects.toEqual(
      expect.objectContaining({ code: 'file-damaged' }),
    );
  });

  it('keeps every float bit by bit', () => {
    const float = fc.float32Array({ maxLength: 50 });
    fc.assert(
      fc.property(float, (floats) => {
        const text = encodeFloats(floats);
        expect(decodeFloats(text)).toEqual(floats);
        expect(text).toBe(
          Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength).toString('base64'),
        );
      }),
    );
  });
});
