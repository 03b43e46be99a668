/** Published data sets: how their files are named, what their labels mean. */
import { basename, dirname, join } from 'node:path';
import { DatasetError } from '../../footage/dataset/dataset-error';
import type { LabelMap, LabelTarget } from './label-map';

/** What a film or picture of the data set is. */
export interface SourceFile {
  readonly subject: string;
  readonly session: string;
  /** The data set's own label of the whole, or the file that has a digit for each frame. */
  readonly label: { readonly whole: string } | { readonly frames: string };
}

/** The data set's folder; paths are relative to it. */
export interface SourceFolder {
  readonly files: readonly string[];
  readonly read: (path: string) => string;
}

/** What a film or picture is; a text: why it cannot be used. */
export type Recognise = (path: string) => SourceFile | string;

export interface DatasetKind {
  readonly name: string;
  readonly labels: LabelMap;
  /** What must be known before the labels are relied on. */
  readonly caveat: string;
  /** Everybody in the published data set; null: it has no list of its people. */
  readonly subjects: readonly string[] | null;
  /** @throws DatasetError when a list that all labels come from is missing */
  readonly open: (folder: SourceFolder) => Recognise;
}

const labels = (map: Readonly<Record<string, LabelTarget>>): LabelMap => new Map(Object.entries(map));
const numbered = (count: number, digits: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => String(i + 1).padStart(digits, '0'));

/** `Fold3_part2/32/10_1.mp4`: fold, person, label, and the part of a film that was cut in two. */
const rldd: DatasetKind = {
  name: 'UTA Real-Life Drowsiness Dataset',
  labels: new Map([
    ['0', 'awake'],
    ['5', 'drowsy'],
    ['10', 'asleep'],
  ]),
  caveat:
    'Each film of about ten minutes has one label, how people rated themselves: 0 alert, 5 low vigilance, 10 drowsy ' +
    '(fighting sleep). In most seconds of a 10 the eyes are open; nobody sleeps.',
  subjects: numbered(60, 2),
  open: () => (path) => {
    const [, subject, whole, part] = /(?:^|\/)(\d\d)\/(\d+)(?:_(\d+))?\.\w+$/.exec(path) ?? [];
    if (subject === undefined || whole === undefined) return 'not named <person>/<0, 5 or 10>';
    return { subject, session: part === undefined ? whole : `${whole}_${part}`, label: { whole } };
  },
};

/** The data set writes `night_noglasses` and `nightnoglasses`. */
const plain = (name: string): string => name.toLowerCase().replace('night_', 'night');

/**
 * Training: `001/glasses/yawning.avi` with `001_yawning_drowsiness.txt` beside it; evaluation and
 * test: `004_glasses_mix.mp4` with `004_glasses_mixing_drowsiness.txt`; single pictures as passed
 * on: `001_glasses_yawning_12_notdrowsy.jpg`.
 */
const nthu: DatasetKind = {
  name: 'NTHU Drowsy Driver Detection',
  labels: labels({ 0: 'awake', 1: 'drowsy' }),
  caveat:
    'Drowsiness is acted and labelled frame by frame: 0 still, 1 drowsy. Nobody is labelled asleep, so `experiment` ' +
    'cannot use it alone. Night films are infrared.',
  subjects: null,
  open({ files }) {
    const listed = new Map(files.map((path) => [plain(basename(path)), path]));
    const inFolder = new Set(files);
    return (path) => {
      const stem = basename(path).replace(/\.\w+$/, '');
      const picture = /^(\d{3})_(.+)_\d+_(not)?drowsy$/.exec(stem);
      if (picture) {
        return { subject: picture[1]!, session: picture[2]!, label: { whole: picture[3] ? '0' : '1' } };
      }
      const mixed = /^(\d{3})_(\w+)_mix$/.exec(stem);
      if (mixed) {
        const name = `${stem.slice(0, -'mix'.length)}mixing_drowsiness.txt`;
        const frames = listed.get(plain(name));
        return frames === undefined
          ? `there is no ${name}`
          : { subject: mixed[1]!, session: mixed[2]!, label: { frames } };
      }
      const [, subject, scenario] = /(?:^|\/)(\d{3})\/([^/]+)\/[^/]+$/.exec(path) ?? [];
      if (subject === undefined || scenario === undefined) return 'not named <person>/<scenario>/<behaviour>';
      const name = `${subject}_${stem}_drowsiness.txt`;
      const frames = join(dirname(path), name);
      if (!inFolder.has(frames)) return `no ${name} beside it`;
      return { subject, session: `${scenario}-${stem}`, label: { frames } };
    };
  },
};

/** `Mirror/Female_mirror/1-FemaleNoGlasses-Yawning.avi`; those of `Dash` have no third part. */
const yawdd: DatasetKind = {
  name: 'YawDD',
  labels: labels({ normal: 'awake', talking: 'awake', yawning: 'drowsy', 'talking-yawning': 'none' }),
  caveat:
    'It is about mouths: yawns are acted by people who are awake, and a film of a yawn shows more than the yawn. ' +
    'Nobody is asleep.',
  subjects: null,
  open: () => (path) => {
    const [, number, sex, condition] =
      /^(\d+)-((?:fe)?male)[a-z]*(?:-(.+))?\.\w+$/i.exec(basename(path)) ?? [];
    if (number === undefined || sex === undefined) return 'not named <number>-<Female or Male>…-<condition>';
    if (condition === undefined) {
      return 'one film of all conditions, whose times are not published';
    }
    const words = condition.toLowerCase().match(/normal|talking|yawning/g);
    const whole = words ? [...new Set(words)].sort().join('-') : condition.toLowerCase();
    const subject = `${sex.toLowerCase()}-${number}`;
    return { subject, session: basename(path).replace(/(\.\w+)+$/, ''), label: { whole } };
  },
};

/**
 * `videos_i8/3-2.mp4` is person 3's second test; line 3 of `KSS.txt` has its rating as the second.
 */
const drozy: DatasetKind = {
  name: 'DROZY',
  labels: new Map([
    ...['1', '2', '3', '4', '5'].map((label) => [label, 'awake'] as const),
    ...['6', '7'].map((label) => [label, 'drowsy'] as const),
    ...['8', '9'].map((label) => [label, 'asleep'] as const),
  ]),
  caveat:
    'Each film of ten minutes has one label, how sleepy people said they were just before it (Karolinska Sleepiness ' +
    'Scale, 1 to 9). In most seconds of an 8 or 9 the eyes are open. The films are infrared.',
  subjects: numbered(14, 0),
  open({ files, read }) {
    const list = files.find((path) => basename(path).toLowerCase() === 'kss.txt');
    if (list === undefined) {
      throw new DatasetError(
        'dataset-missing',
        'There is no KSS.txt, which has the label of every film.',
        'Put it where the data set has it, beside videos_i8.',
      );
    }
    const ratings = read(list)
      .trim()
      .split(/\r?\n/)
      .map((line) => line.trim().split(/\s+/));
    return (path) => {
      const [, subject, test] = /^(\d+)-(\d+)\.\w+$/.exec(basename(path)) ?? [];
      if (subject === undefined || test === undefined) return 'not named <person>-<test>';
      const whole = ratings[Number(subject) - 1]?.[Number(test) - 1];
      if (whole === undefined || whole === '0')
        return `KSS.txt has no rating of person ${subject}, test ${test}`;
      return { subject, session: test, label: { whole } };
    };
  },
};

/** `ClosedFace/closed_eye_0001.jpg_face_1.jpg` and `OpenFace/Aaron_Guiel_0001.jpg`. */
const cew: DatasetKind = {
  name: 'Closed Eyes in the Wild',
  labels: labels({ closed: 'asleep', open: 'awake' }),
  caveat:
    'Single pictures: whether eyes are closed for a moment or in sleep cannot be seen. Who is on those with closed ' +
    'eyes is not known: each counts as a person of its own, so `experiment` cannot use it alone.',
  subjects: null,
  open: () => (path) => {
    if (/eye_?images|(left|right)eyes/i.test(dirname(path)))
      return 'a crop of an eye; Wakeful needs the face';
    const stem = basename(path).replace(/(\.jpe?g|\.png)$/i, '');
    const closed = /closed/i.test(basename(dirname(path))) || stem.startsWith('closed_eye');
    if (!closed && !/open/i.test(basename(dirname(path)))) return 'in no folder of closed or open eyes';
    const subject = closed ? stem.replaceAll('.', '_') : stem.replace(/_\d+$/, '');
    return { subject, session: '', label: { whole: closed ? 'closed' : 'open' } };
  },
};

export const DATASET_KINDS = { rldd, nthu, yawdd, drozy, cew } as const;
export type DatasetKindName = keyof typeof DATASET_KINDS;
