import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readCrop } from '../../../src/cli/dataset/crops';
import { readDataset, readSessionRecord, readSignals } from '../../../src/cli/dataset/extracted';
import { datasetsAmong, sourcesOf } from '../../../src/app/studio/footage/sources';
import { isStillName } from '../../../src/footage/dataset/raw-layout';
import type { FootageLibrary } from '../../../src/footage/footage-library';
import { filesOfZip, holdsDataset } from '../../../src/footage/zip/files';
import { fillDisk } from '../../support/fill-disk';
import { crop, device, frames, recordingOf } from './device';

afterEach(() => vi.restoreAllMocks());

const code = (wanted: string): unknown => expect.objectContaining({ code: wanted });
const quietly = (): void => undefined;
const zipOf = (files: Zippable): Blob => new Blob([zipSync(files)]);
const load = (library: FootageLibrary, zip: Blob) => library.importDataset(zip, quietly);

/** Two people: a labelled video, and stills of which one has no label. */
async function filled() {
  const made = device();
  const { library } = made;
  const ada = await library.addPerson('Ada Lovelace');
  const bea = await library.addPerson('Bea');
  const video = await library.begin(recordingOf(ada.id));
  await library.append(video, await frames(20), { extraction: { kind: 'done' } });
  await library.setLabels(video.id, ['awake', null]);
  const stills = await library.begin(
    recordingOf(bea.id, { kind: 'stills', session: 'faces', fileName: 'faces', duration: 3 }),
    { labels: ['drowsy', null, 'asleep'] },
  );
  const looked = (await frames(4)).slice(0, 3).map((frame, time) => ({ ...frame, time }));
  const crops = await Promise.all([10, 20, 30].map(crop));
  await library.append(
    stills,
    looked.map((frame, i) => ({ ...frame, crop: crops[i]! })),
    { extraction: { kind: 'done' } },
  );
  return { ...made, ada, bea };
}

function unpack(zip: Uint8Array): string {
  const root = mkdtempSync(join(tmpdir(), 'wakeful-zip-'));
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

async function contents(library: FootageLibrary) {
  const recordings = await library.recordings();
  return Promise.all(
    recordings.map(async ({ id, ...recording }) => ({
      ...recording,
      labels: await library.labels(id),
      signals: (await library.signals(id)).map(({ signals, ...frame }) => ({
        ...frame,
        ear: signals?.ear.left.toFixed(4),
      })),
      crops: await Promise.all(
        Array.from({ length: recording.kept }, async (_, i) => bytesOf(await library.crop(id, i))),
      ),
    })),
  );
}

describe('the data set as a zip', () => {
  it('is what the command line reads', async () => {
    const { library, ada, bea } = await filled();
    const shares: number[] = [];
    const root = unpack(
      await bytesOf(await library.exportDataset((share) => shares.push(share), undefined, 'own')),
    );
    try {
      const dataset = readDataset(root);
      // Labelled crops only; names of people do not leave the device.
      expect(
        dataset.crops.map(({ subject, session, time, label }) => [subject, session, time, label]),
      ).toEqual([
        [ada.id, 'morning', 0, 'awake'],
        [ada.id, 'morning', 0.5, 'awake'],
        [bea.id, 'faces', null, 'drowsy'],
        [bea.id, 'faces', null, 'asleep'],
      ]);
      const pixels = await readCrop(dataset, dataset.crops[3]!);
      expect([...pixels.subarray(0, 3)]).toEqual([30, 100, 225]);
      expect(readSessionRecord(root, { subject: ada.id, session: 'morning' })).toMatchObject({
        seen: 20,
        kept: 2,
      });
      const signals = readSignals(root, { subject: ada.id, session: 'morning' })!;
      expect(signals).toHaveLength(20);
      expect(signals[10]).toMatchObject({ time: 1, label: null, ear_left: 0.31 });
      expect(signals[10]!.file).not.toBe('');
      expect(readSignals(root, { subject: bea.id, session: 'faces' })).toBeNull();
      expect(
        JSON.stringify(
          Object.keys(unzipSync(await bytesOf(await library.exportDataset(quietly, undefined, 'own')))),
        ),
      ).not.toMatch(/Ada|Lovelace/);
      expect(shares.at(-1)).toBe(1);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('tells no name of a file unless it is wanted, and comes back all the same', async () => {
    const { library, ada, bea } = await filled();
    const second = await library.begin(recordingOf(ada.id, { session: 'evening', fileName: 'evening.mp4' }));
    await library.append(second, await frames(20), { extraction: { kind: 'done' } });
    const zip = await library.exportDataset(quietly);
    const files = Object.entries(unzipSync(await bytesOf(zip)));
    for (const [path, bytes] of files) {
      expect(path).not.toMatch(/morning|evening|faces|lesson/);
      if (/\.(csv|json)$/.test(path))
        expect(new TextDecoder().decode(bytes), path).not.toMatch(/morning|evening|faces|lesson/);
    }
    const other = device();
    expect(await load(other.library, zip)).toMatchObject({ recordings: 3, ignored: [] });
    const sessions = (await other.library.recordings()).map(({ personId, session }) => [personId, session]);
    expect(sessions.sort()).toEqual(
      [[ada.id, 'film 1'], [ada.id, 'film 2'], [bea.id, 'pictures 1']].sort(), // prettier-ignore
    );
    // The device that it came from knows its own.
    expect((await load(library, zip)).recordings).toBe(0);
  });

  it('comes back on another device as it was, and only once', async () => {
    const { library } = await filled();
    const zip = await library.exportDataset(quietly, undefined, 'own');
    const other = device();
    expect(await load(other.library, zip)).toEqual({ people: 2, recordings: 2, crops: 7, ignored: [] });
    expect(await contents(other.library)).toEqual(await contents(library));
    const again = await load(other.library, zip);
    expect(again).toMatchObject({ people: 0, recordings: 0, crops: 0 });
    expect(again.ignored.map(({ reason }) => reason)).toEqual(Array(2).fill('this session is here already'));
    // Where the people are known, they keep their names.
    expect((await load(library, zip)).recordings).toBe(0);
    expect((await library.people()).map(({ name }) => name)).toEqual(['Ada Lovelace', 'Bea']);
  });

  it('is refused while there is nothing to put in', async () => {
    await expect(device().library.exportDataset(quietly)).rejects.toThrow(code('footage-empty'));
  });

  it('stops when asked to, and leaves no half session', async () => {
    const { library } = await filled();
    const zip = await library.exportDataset(quietly);
    const stop = new AbortController();
    const exporting = library.exportDataset(() => stop.abort(new Error('enough')), stop.signal);
    await expect(exporting).rejects.toThrow('enough');
    const other = device();
    const stopIt = new AbortController();
    const importing = other.library.importDataset(
      zip,
      () => stopIt.abort(new Error('enough')),
      stopIt.signal,
    );
    await expect(importing).rejects.toThrow('enough');
    for (const { extraction } of await other.library.recordings())
      expect(extraction).toEqual({ kind: 'done' });
    const missing = 2 - (await other.library.recordings()).length;
    expect((await load(other.library, zip)).recordings).toBe(missing);
  });

  it('keeps nothing of a session when the disk is full', async () => {
    const { library } = await filled();
    const zip = await library.exportDataset(quietly);
    const other = device();
    await other.library.people();
    const free = fillDisk();
    await expect(load(other.library, zip)).rejects.toThrow(code('storage-full'));
    free();
    expect(await other.library.recordings()).toEqual([]);
    expect((await load(other.library, zip)).recordings).toBe(2);
  });
});

describe('zips of other hands', () => {
  const manifest = strToU8(
    JSON.stringify({
      format: 'wakeful-dataset',
      version: 1,
      cropSize: 160,
      framesPerSecond: 10,
      cropsPerSecond: 2,
      landmarker: 'abc',
    }),
  );
  const session = strToU8(
    JSON.stringify({
      subject: 'S 1',
      session: 'day1',
      kind: 'video',
      fingerprint: 'x',
      seen: 2,
      kept: 2,
      dropped: {},
    }),
  );
  const head = 'subject,session,time,label,file,source,ear_left,ear_right,mar,pitch,yaw,roll\n';
  const row = (time: string, label: string, file: string) =>
    `S 1,day1,${time},${label},${file},S 1/day1/v.mp4,0.3,0.3,0.05,1,2,3\n`;
  const index = strToU8(head + row('0', 'awake', 'S 1/day1/a.png') + row('1.2', 'asleep', 'S 1/day1/b.png'));

  it('are read within a folder, with what is not understood named', async () => {
    const { library } = device();
    const report = await load(
      library,
      zipOf({
        'out/dataset.json': manifest,
        'out/index.csv': index,
        'out/report.md': strToU8('# report'),
        'out/S 1/day1/session.json': session,
        'out/S 1/day1/index.csv': index,
        'out/S 1/day1/a.png': (await crop(5)).bytes,
        'out/S 1/day2/index.csv': index,
        '__MACOSX/out/._dataset.json': strToU8('x'),
      }),
    );
    expect(report).toEqual({
      people: 1,
      recordings: 1,
      crops: 1,
      ignored: [
        { path: 'S 1/day1/b.png', reason: 'listed, but not in the zip' },
        { path: 'out/report.md', reason: 'not part of a finished session' },
        { path: 'out/S 1/day2/index.csv', reason: 'not part of a finished session' },
      ],
    });
    const [recording] = await library.recordings();
    expect(recording).toMatchObject({
      session: 'day1',
      kind: 'video',
      fileName: 'S 1/day1/v.mp4',
      duration: 1.3,
    });
    expect(await library.labels(recording!.id)).toEqual(['awake', 'asleep']);
    expect(await library.people()).toEqual([{ id: 'S 1', name: 'S 1' }]);
  });

  it.each([
    ['are no zip', () => new Blob(['second,label\n0,awake\n']), 'footage-zip-foreign'],
    ['are empty files', () => new Blob([]), 'footage-zip-foreign'],
    ['hold something else', () => zipOf({ 'word/document.xml': strToU8('<w/>') }), 'footage-zip-foreign'],
    [
      'are of a later version',
      () => zipOf({ 'dataset.json': strToU8('{"format":"wakeful-dataset","version":2}') }),
      'footage-zip-foreign',
    ],
    [
      'point out of their folder',
      () => zipOf({ 'dataset.json': manifest, '../../evil.png': strToU8('x') }),
      'footage-zip-foreign',
    ],
    ['hold absolute names', () => zipOf({ '/etc/passwd': strToU8('x') }), 'footage-zip-foreign'],
    [
      'have crops of another size',
      () => zipOf({ 'dataset.json': strToU8(new TextDecoder().decode(manifest).replace('160', '224')) }),
      'footage-crop-size',
    ],
    [
      'have a list that is at fault',
      () =>
        zipOf({
          'dataset.json': manifest,
          'S 1/day1/session.json': session,
          'S 1/day1/index.csv': strToU8(head + row('x', 'awake', 'a.png')),
        }),
      'footage-zip-damaged',
    ],
    [
      'unpack to more than a list can have',
      () => zipOf({ 'dataset.json': [new Uint8Array(65 * 2 ** 20), { level: 9 }] }),
      'footage-zip-too-large',
    ],
  ] satisfies [string, () => Blob, string][])('that %s are refused', async (_, zip, wanted) => {
    const { library } = device();
    await expect(load(library, zip())).rejects.toThrow(code(wanted));
    expect(await library.recordings()).toEqual([]);
  });

  it('that were cut off or changed on the way are refused', async () => {
    const { library } = await filled();
    const whole = await bytesOf(await library.exportDataset(quietly));
    const cut = device();
    await expect(load(cut.library, new Blob([whole.slice(0, whole.length - 100)]))).rejects.toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^footage-zip-(foreign|damaged)$/) as unknown }),
    );
    const changed = whole.slice();
    // Within the first crop: the PNG's data, behind the zip's header and the PNG's own.
    changed[150]! ^= 0xff;
    await expect(load(cut.library, new Blob([changed]))).rejects.toThrow(code('footage-zip-damaged'));
    expect(await cut.library.recordings()).toEqual([]);
  });
});

describe('a zip of pictures in folders', () => {
  it('is unpacked as if its folder had been chosen, without what is of no use', async () => {
    const zip = zipOf({
      'ada/awake/1.jpg': strToU8('one'),
      'ada/Drowsy/2.PNG': strToU8('two'),
      'notes.txt': strToU8('no'),
      '__MACOSX/ada/awake/._1.jpg': strToU8('no'),
    });
    const files = await filesOfZip(zip, isStillName);
    const kept = sourcesOf(files.map(({ file, path }) => ({ file, path })));
    expect(files.map(({ file, path }) => [path, file.name, file.size])).toEqual([
      ['ada/awake/1.jpg', '1.jpg', 3],
      ['ada/Drowsy/2.PNG', '2.PNG', 3],
      ['__MACOSX/ada/awake/._1.jpg', '._1.jpg', 2],
    ]);
    expect(kept.sources).toMatchObject([
      { kind: 'stills', session: 'ada', files: [{ label: 'awake' }, { label: 'drowsy' }] },
    ]);
    expect(kept.ignored).toBe(1);
  });

  it('has its labels with the backslashes of Windows too, and pictures of all kinds', async () => {
    const zip = zipOf({ 'ada\\awake\\1.jfif': strToU8('one'), 'ada\\asleep\\2.avif': strToU8('two') });
    const { sources } = sourcesOf(await filesOfZip(zip, isStillName));
    expect(sources).toMatchObject([
      { kind: 'stills', session: 'ada', files: [{ label: 'asleep' }, { label: 'awake' }] },
    ]);
  });

  it('is told from an exported data set, which is imported and not looked at anew', async () => {
    const { library } = await filled();
    const exported = await library.exportDataset(() => undefined);
    const pictures = zipOf({ 'ada/awake/1.jpg': strToU8('one') });
    expect(await holdsDataset(exported)).toBe(true);
    expect(await holdsDataset(pictures)).toBe(false);
    const given = [
      { file: new File([exported], 'all.zip'), path: '/all.zip' },
      { file: new File([pictures], 'own.zip'), path: '/own.ZIP' },
      { file: new File(['film'], 'film.webm'), path: '/film.webm' },
    ];
    expect(await datasetsAmong(given)).toEqual([given[0]]);
    expect(await datasetsAmong(given.slice(2))).toEqual([]);
  });

  it('is refused when it is none', async () => {
    await expect(filesOfZip(new Blob(['x']), isStillName)).rejects.toThrow(code('footage-zip-foreign'));
  });
});
