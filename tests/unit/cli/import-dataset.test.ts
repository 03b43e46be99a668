import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Output, WebMOutputFormat } from 'mediabunny';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { findRecordings, readLabels } from '../../../src/cli/dataset/recordings';
import { importDataset, secondsOfFrames } from '../../../src/cli/import-dataset/import';
import { DATASET_KINDS, type DatasetKindName } from '../../../src/cli/import-dataset/kinds';
import { changeLabels } from '../../../src/cli/import-dataset/label-map';
import { videoSeconds } from '../../../src/cli/import-dataset/video';
import { diskFull } from '../../../src/cli/files';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wakeful-import-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A film whose frames nobody can decode, but whose length is true. */
async function film(seconds: number): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source);
  await output.start();
  for (let frame = 0; frame < 10 * seconds; frame++) {
    const packet = new EncodedPacket(new Uint8Array([1]), 'key', frame / 10, 1 / 10);
    await source.add(packet, { decoderConfig: { codec: 'vp8', codedWidth: 16, codedHeight: 16 } });
  }
  await output.finalize();
  return Buffer.from(target.buffer!);
}

const from = (): string => join(root, 'published');
const to = (): string => join(root, 'recordings');

/** Films of three seconds, pictures and lists. */
async function tree(files: Readonly<Record<string, string | null>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const whole = join(from(), path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content ?? (await film(3)));
  }
}

/** Stands for ffmpeg, which not every machine has. */
const toMp4 = vi.fn(async (_: string, path: string) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await film(3));
});
const read = (kind: DatasetKindName, changes?: string) => {
  const { labels } = DATASET_KINDS[kind];
  const map = changes === undefined ? labels : changeLabels(labels, changes);
  return importDataset(kind, { from: from(), to: to() }, map, { videoSeconds, toMp4 }, () => undefined);
};

/** What `extract` finds: `person/session`, and the labels of a film or the pictures. */
function found(): Record<string, string> {
  return Object.fromEntries(
    findRecordings(to()).recordings.map((recording) => [
      `${recording.subject}/${recording.session}`,
      recording.kind === 'video'
        ? [...readLabels(join(to(), recording.labels)).values()].join(' ')
        : recording.stills.map(({ label }) => label).join(' '),
    ]),
  );
}

const reasons = (skipped: readonly { readonly path: string; readonly reason: string }[]) =>
  Object.fromEntries(skipped.map(({ path, reason }) => [path, reason]));
const message = (wanted: RegExp): unknown =>
  expect.objectContaining({ message: expect.stringMatching(wanted) as unknown });

const DROWSY3 = 'drowsy drowsy drowsy';

describe('import-dataset', () => {
  it('UTA-RLDD: folds, repeated folders, films cut in two, upper case', async () => {
    await tree({
      'Fold1_part1/01/0.mov': null,
      'Fold1_part1/01/5.MOV': null,
      'Fold1_part1/01/7.mov': null,
      'Fold5_part2/Fold5_part2/55/10_1.mp4': null,
      'Fold5_part2/Fold5_part2/55/10_2.m4v': null,
      'Fold2_part1/01/0.mp4': null,
      'Fold2_part1/02/0.mp4': 'cut off while it was downloaded',
      'Fold2_part1/13/trailer.mp4': null,
    });
    const imported = await read('rldd');
    expect(found()).toEqual({
      '01/0': 'awake awake awake',
      '01/5': DROWSY3,
      '55/10_1': 'asleep asleep asleep',
      '55/10_2': 'asleep asleep asleep',
    });
    expect(readlinkSync(join(to(), '01/0/0.mov'))).toContain('published/Fold1_part1/01/0.mov');
    expect(imported.people).toEqual([
      { subject: '01', asleep: 0, drowsy: 3, awake: 3 },
      { subject: '55', asleep: 6, drowsy: 0, awake: 0 },
    ]);
    expect(imported.missing).toHaveLength(58);
    expect(imported.missing).toEqual(expect.arrayContaining(['02', '60']));
    expect(reasons(imported.skipped)).toEqual({
      'Fold1_part1/01/7.mov': 'the label "7" is none of 0, 5, 10',
      'Fold2_part1/01/0.mp4': 'person 01 has a session 0 already',
      'Fold2_part1/02/0.mp4': 'it cannot be read as a film',
      'Fold2_part1/13/trailer.mp4': 'not named <person>/<0, 5 or 10>',
    });
    const report = readFileSync(join(to(), 'report.md'), 'utf8');
    for (const part of ['0 = awake, 5 = drowsy, 10 = asleep', '7.mov: the label "7"', '58 people: 02, 03']) {
      expect(report).toContain(part);
    }
  });

  it('NTHU-DDD: a digit for each frame beside training films and elsewhere for mixed ones; pictures', async () => {
    await tree({
      'Training/001/glasses/yawning.avi': null,
      'Training/001/glasses/001_yawning_drowsiness.txt': '0000000000' + '0001111111' + '0000000000\n',
      'Training/001/glasses/001_yawning_eye.txt': '0',
      'Training/001/glasses/sleepyCombination.avi': null,
      'Training/002/noglasses/yawning.avi': null,
      'Training/002/noglasses/002_yawning_drowsiness.txt': '2'.repeat(30),
      'Evaluation/004_nightnoglasses_mix.mp4': null,
      'Labels/004_night_noglasses_mixing_drowsiness.txt': '1'.repeat(30),
      'Evaluation/005_glasses_mix.mp4': null,
      'pictures/006_glasses_yawning_12_notdrowsy.jpg': '',
      'pictures/006_glasses_yawning_13_drowsy.jpg': '',
    });
    const imported = await read('nthu');
    expect(found()).toEqual({
      '001/glasses-yawning': 'awake drowsy awake',
      '004/nightnoglasses': DROWSY3,
      '006/glasses_yawning': 'awake drowsy',
    });
    expect(existsSync(join(to(), '001/glasses-yawning/glasses-yawning.mp4'))).toBe(true);
    expect(reasons(imported.skipped)).toEqual({
      'Training/001/glasses/sleepyCombination.avi': 'no 001_sleepyCombination_drowsiness.txt beside it',
      'Training/002/noglasses/yawning.avi': 'the label "2" is none of 0, 1',
      'Evaluation/005_glasses_mix.mp4': 'there is no 005_glasses_mixing_drowsiness.txt',
    });
  });

  it('YawDD: films by the mouth, those of the dashboard left out', async () => {
    await tree({
      'Mirror/Female_mirror/1-FemaleNoGlasses-Normal.avi': null,
      'Mirror/Female_mirror/1-FemaleNoGlasses-Yawning.avi': null,
      'Mirror/Male_mirror Avi Videos/1-MaleGlasses-Talking&Yawning.avi': null,
      'Mirror/Male_mirror Avi Videos/1-MaleGlasses-Talking.avi.avi': null,
      'Mirror/Male_mirror Avi Videos/1-MaleGlasses-Singing.avi': null,
      'Dash/Female/3-FemaleGlasses.avi': null,
    });
    const imported = await read('yawdd');
    expect(found()).toEqual({
      'female-1/1-FemaleNoGlasses-Normal': 'awake awake awake',
      'female-1/1-FemaleNoGlasses-Yawning': DROWSY3,
      'male-1/1-MaleGlasses-Talking': 'awake awake awake',
    });
    expect(reasons(imported.skipped)).toEqual({
      'Dash/Female/3-FemaleGlasses.avi': 'one film of all conditions, whose times are not published',
      'Mirror/Male_mirror Avi Videos/1-MaleGlasses-Singing.avi':
        'the label "singing" is none of normal, talking, yawning, talking-yawning',
      'Mirror/Male_mirror Avi Videos/1-MaleGlasses-Talking&Yawning.avi':
        'labels "talking-yawning" are left out',
    });
  });

  it('DROZY: ratings from KSS.txt, with its gaps, and another map', async () => {
    await tree({
      'DROZY/KSS.txt': '3 6 9\n2 0 8\n',
      'DROZY/videos_i8/1-1.mp4': null,
      'DROZY/videos_i8/1-2.mp4': null,
      'DROZY/videos_i8/1-3.mp4': null,
      'DROZY/videos_i8/2-2.mp4': null,
      'DROZY/videos_i8/3-1.mp4': null,
    });
    const imported = await read('drozy');
    const sessions = { '1/1': 'awake awake awake', '1/2': DROWSY3, '1/3': 'asleep asleep asleep' };
    expect(found()).toEqual(sessions);
    expect(imported.missing).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14']);
    expect(Object.keys(reasons(imported.skipped))).toHaveLength(2);

    await read('drozy', '1-5=none, 8-9=drowsy');
    expect(found()).toEqual({ '1/2': DROWSY3, '1/3': DROWSY3 });
    await read('drozy');
    expect(found()).toEqual(sessions);

    rmSync(join(from(), 'DROZY/KSS.txt'));
    await expect(read('drozy')).rejects.toEqual(message(/no KSS\.txt/));
  });

  it('CEW: faces, not eyes; those with closed eyes each a person of its own', async () => {
    await tree({
      'dataset_B_FacialImages/ClosedFace/closed_eye_0001.jpg_face_1.jpg': '',
      'dataset_B_FacialImages/OpenFace/Aaron_Guiel_0001.jpg': '',
      'dataset_B_FacialImages_highResolution/closed_eye_0001.jpg_face_1.jpg': '',
      'dataset_B_Eye_Images/closedLeftEyes/closed_eye_0001.jpg_face_1_L.jpg': '',
      'README.jpg': '',
    });
    const imported = await read('cew');
    expect(found()).toEqual({
      'Aaron_Guiel/session': 'awake',
      'closed_eye_0001_jpg_face_1/session': 'asleep',
    });
    expect(Object.values(reasons(imported.skipped)).sort()).toEqual([
      'a crop of an eye; Wakeful needs the face',
      'a picture of this name was imported already',
      'in no folder of closed or open eyes',
    ]);
  });

  it('goes on after a full disk without doing anything twice', async () => {
    const names = ['Mirror/1-FemaleNoGlasses-Normal.avi', 'Mirror/2-FemaleNoGlasses-Yawning.avi'];
    await tree(Object.fromEntries(names.map((name) => [name, null])));
    toMp4.mockClear();
    const convert = toMp4.getMockImplementation()!;
    toMp4.mockImplementationOnce(convert).mockImplementationOnce(() => {
      throw diskFull('the film', null);
    });
    await expect(read('yawdd')).rejects.toEqual(expect.objectContaining({ code: 'disk-full' }));
    expect(Object.keys(found())).toEqual(['female-1/1-FemaleNoGlasses-Normal']);
    await read('yawdd');
    expect(Object.keys(found())).toHaveLength(2);
    expect(toMp4.mock.calls.map(([source]) => source.slice(-names[0]!.length).includes('2-'))).toEqual([
      false,
      true,
      true,
    ]);
    onTestFinished(() => void toMp4.mockImplementation(convert));
  });

  it('refuses folders in each other, a folder of another data set, and one without anything', async () => {
    await tree({ 'nothing.mp4': null });
    await expect(read('cew')).rejects.toEqual(message(/holds nothing of Closed Eyes in the Wild/));
    await tree({ 'Fold1_part1/01/0.mov': null, '1-FemaleNoGlasses-Normal.avi': null });
    await read('rldd');
    await expect(read('yawdd')).rejects.toEqual(message(/holds an import of rldd/));
    const { labels } = DATASET_KINDS.rldd;
    const inside = { from: from(), to: join(from(), 'out') };
    await expect(
      importDataset('rldd', inside, labels, { videoSeconds, toMp4 }, () => undefined),
    ).rejects.toEqual(message(/lie in each other/));
  });
});

describe('labels of a data set', () => {
  const { labels } = DATASET_KINDS.drozy;

  it('are changed one by one and by ranges; what is not named keeps its state', () => {
    const changed = changeLabels(labels, '8-9=drowsy, 5=NONE');
    expect([...changed.values()]).toEqual([
      ...['awake', 'awake', 'awake', 'awake', 'none', 'drowsy', 'drowsy', 'drowsy', 'drowsy'],
    ]);
    expect(labels.get('9')).toBe('asleep');
  });

  it.each([
    ['9=tired', /"9=tired" is not label=state with one of asleep, drowsy, awake, none/],
    ['9', /"9" is not label=state/],
    ['', /is not label=state/],
    ['8-10=asleep', /no label "10", only 1, 2, 3/],
    ['9-8=asleep', /no label "9-8"/],
  ])('refuse %j', (changes, wanted) => {
    expect(() => changeLabels(labels, changes)).toThrow(message(wanted));
  });

  it('of frames become those of seconds where more than half of the frames agree', () => {
    const map = DATASET_KINDS.nthu.labels;
    expect(secondsOfFrames('0001' + '0011' + '0111' + '11', 3.5, map)).toEqual([
      'awake',
      null,
      'drowsy',
      'drowsy',
    ]);
    // As many digits as the film has frames, whatever its rate.
    expect(secondsOfFrames('01', 2, map)).toEqual(['awake', 'drowsy']);
  });
});
