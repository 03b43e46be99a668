import { describe, expect, it } from 'vitest';
import type { CropRow } from '../../../src/footage/dataset/format';
import { ablation } from '../../../src/cli/evaluate/breakdown';
import { fitAcross, fitOn } from '../../../src/cli/evaluate/fits';
import { measureFaces } from '../../../src/cli/evaluate/measured-faces';
import { CALIBRATION_SECONDS, calibrateSession, replay } from '../../../src/cli/evaluate/replay';
import type { Prediction } from '../../../src/cli/predict/predictions';
import { groupOf } from '../../../src/cli/predict/face-groups';
import { WAKEFULNESS_CLASSES } from '../../../src/common/classes';
import { classifyingBy } from '../../../src/evaluation/methods';
import { BUILT_IN_FUSION } from '../../../src/wakefulness';
import { film, type Scene } from '../../support/film-signals';

const crop = (overrides: Partial<CropRow>): CropRow => ({
  subject: 'a',
  session: 's',
  time: null,
  label: 'awake',
  file: 'x.png',
  source: '',
  ear_left: 0.3,
  ear_right: 0.3,
  mar: 0,
  pitch: 0,
  yaw: 0,
  roll: 0,
  ...overrides,
});

/** The openings of rows that no network has seen. */
const openingsOf = (rows: readonly CropRow[]) =>
  measureFaces(rows.map((row) => ({ row, probabilities: [0, 0, 1] }))).openings;

const share = (value: number): number => expect.closeTo(value, 9) as number;

describe('openings', () => {
  // Shut lids are a quarter of the open eye: 0.25 of it counts as 0, 0.5 as a third.
  const SHARES = [0, 1 / 3, 1, 1, 1, 1, 1, 1].map(share);

  it("are the smaller eye's, and relative to the person's own open eyes", () => {
    const ears = [0.1, 0.2, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4];
    const wide = ears.map((ear) =>
      crop({ ear_left: ear, ear_right: ear, label: ear < 0.4 ? 'asleep' : 'awake' }),
    );
    const narrow = wide.map((row) =>
      crop({ ...row, subject: 'b', ear_left: row.ear_left / 2, ear_right: row.ear_right / 2 }),
    );
    const { fixed, personal } = openingsOf([...wide, ...narrow]);
    expect(fixed.slice(0, 3)).toEqual([0.1, 0.2, 0.4]);
    expect(personal).toEqual([...SHARES, ...SHARES]);
  });

  it('take a wink for an open eye, and the nearer eye of a turned face', () => {
    const open = Array.from({ length: 20 }, () => crop({}));
    const { fixed, personal } = openingsOf([
      ...open,
      crop({ ear_left: 0.03 }),
      crop({ ear_left: 0.15, ear_right: 0.24, yaw: 40 }),
    ]);
    expect(fixed.slice(20)).toEqual([0.03, 0.15]);
    expect(personal[20]).toBeCloseTo(1, 9);
    // Turned to the own left: the right eye is nearer.
    expect(personal[21]).toBeCloseTo((0.8 - 0.25) / 0.75, 9);
  });

  it("of a single photograph are not measured by itself, but by others' open eyes", () => {
    const others = ['b', 'c'].map((subject) => crop({ subject }));
    const closed = crop({ label: 'asleep', ear_left: 0.075, ear_right: 0.075 });
    expect(openingsOf([...others, closed]).personal).toEqual([1, 1, 0].map(share));
  });

  it('of eyes that never open, or that nobody has open, are no division by zero', () => {
    for (const label of ['awake', 'asleep'] as const) {
      const [opening] = openingsOf([crop({ label, ear_left: 0, ear_right: 0 })]).personal;
      expect(opening).toBeCloseTo(-1 / 3, 9);
    }
  });
});

/**
 * A face of each class of a person, and a second one that is awake: each of the two is measured by
 * the other. The network is always sure of the true class.
 */
const person = (subject: string, scale = 1): Prediction[] =>
  [...WAKEFULNESS_CLASSES, 'awake' as const].map((label) => {
    const i = WAKEFULNESS_CLASSES.indexOf(label);
    const ear = scale * (0.1 + 0.1 * i);
    return {
      row: crop({ subject, label, ear_left: ear, ear_right: ear }),
      probabilities: WAKEFULNESS_CLASSES.map((_, other) => (other === i ? 0.8 : 0.1)),
    };
  });

describe('fits', () => {
  it('come from other people only', () => {
    // c's eyes are half as large: thresholds for the others know nothing of them, nor those for c
    // of c's.
    const faces = measureFaces([...person('a'), ...person('b'), ...person('c', 0.5)]);
    const fits = fitAcross(faces, 1)!;
    expect(fits.of('c').fixed.drowsyFrom).toBeCloseTo(0.15, 9);
    expect(fits.of('a').fixed.drowsyFrom).not.toBeCloseTo(0.15, 3);
    expect(fits.of('c').personal.drowsyFrom).toBeCloseTo(fits.of('a').personal.drowsyFrom, 9);
    expect(fits.origin).toContain('3 times');
    expect(fitAcross(measureFaces(person('a')), 1)).toBeNull();
    expect(fits.lacks).toEqual([]);
  });

  it('of a validation set serve everybody', () => {
    const fits = fitOn(measureFaces([...person('v'), ...person('w')]), 'DIR');
    expect(fits.of('a')).toBe(fits.of('b'));
    expect(fits.of('a').fixed.awakeFrom).toBeCloseTo(0.25, 9);
    expect(fits.origin).toContain('2 people of DIR');
  });

  it('say which labels they were fitted without', () => {
    const onlyAsleep = [crop({ subject: 'b', label: 'asleep' })].map((row): Prediction => ({
      row,
      probabilities: [1, 0, 0],
    }));
    expect(fitAcross(measureFaces([...person('a'), ...onlyAsleep]), 1)!.lacks).toEqual(['drowsy', 'awake']);
  });
});

describe('kinds of pictures', () => {
  it('are told by their data set', () => {
    const kinds = [
      crop({ session: 'lowered-lids', source: 'closure 0.50, glasses' }),
      crop({ session: 'lowered-lids', source: 'closure 0.50' }),
      crop({ subject: 'yale-subject01', session: 'sleepy' }),
      crop({ session: 'clip' }),
      crop({ time: 1.5 }),
      crop({}),
    ].map(groupOf);
    expect(kinds).toEqual(['portraits with drawn glasses', 'portraits', 'yale', 'clips', 'videos', 'stills']);
  });
});

const AWAKE: Scene = { seconds: 30, label: 'awake', ear: 0.3 };
const none = (): null => null;

describe('replay', () => {
  const nap = film([AWAKE, { seconds: 10, label: 'asleep', ear: 0.05 }, AWAKE]);

  it('calibrates on the first seconds, which it does not score, and alerts a sleeper', () => {
    const calibration = calibrateSession(nap, 'first');
    expect(calibration).toMatchObject({ source: 'first', remark: null, eyes: { open: { left: 0.3 } } });
    const { seconds, alerts, time } = replay(nap, calibration, BUILT_IN_FUSION, none);
    // Awake, asleep and awake again; closed for ten seconds, of which the first does not count.
    expect(time.changes).toBeLessThanOrEqual(3);
    expect(time.closed).toBeGreaterThan(8);
    expect(time.closed).toBeLessThan(10);
    expect(time.awakeWhileClosed).toBeLessThan(0.5);
    expect(seconds).toHaveLength(70);
    expect(seconds.slice(0, CALIBRATION_SECONDS).every(({ label }) => label === null)).toBe(true);
    expect(seconds[CALIBRATION_SECONDS - 1]!.state).toBe('unknown');
    expect(seconds[28]).toEqual({ label: 'awake', state: 'awake' });
    expect(seconds[35]).toEqual({ label: 'asleep', state: 'asleep' });
    expect(seconds[65]!.state).toBe('awake');
    expect(alerts).toHaveLength(1);
    // A second of closure makes Asleep, three of sleep an alert.
    expect(alerts[0]!.from).toBeGreaterThan(33);
    expect(alerts[0]!.from).toBeLessThan(36);
    expect(alerts[0]!.to).toBeGreaterThan(40);
    expect(alerts[0]!.to).toBeLessThan(60);
  });

  it('calibrates short sessions, and any when asked to, on their awake seconds and scores all of them', () => {
    const short = film([
      { ...AWAKE, seconds: 8 },
      { seconds: 6, label: 'asleep', ear: 0.05 },
    ]);
    const calibration = calibrateSession(short, 'first');
    expect(calibration.source).toBe('awake');
    expect(calibration.remark).toMatch(/shorter than 40 s/);
    const { seconds, alerts } = replay(short, calibration, BUILT_IN_FUSION, none);
    expect(seconds.every(({ label }) => label !== null)).toBe(true);
    expect(alerts).toEqual([{ from: expect.any(Number) as number, to: Infinity }]);
    expect(calibrateSession(nap, 'awake')).toMatchObject({ source: 'awake', remark: null });
  });

  it('leaves a session unknown whose calibration shows no open eyes', () => {
    const asleep = film([{ seconds: 60, label: 'asleep', ear: 0.05 }]);
    const calibration = calibrateSession(asleep, 'first');
    expect(calibration.eyes).toBeNull();
    expect(calibration.remark).toMatch(/eyes look closed/);
    const { seconds, alerts } = replay(asleep, calibration, BUILT_IN_FUSION, none);
    expect(new Set(seconds.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(alerts).toEqual([]);
  });

  it('takes missing faces for what they are', () => {
    const gone = film([AWAKE, { seconds: 10, label: 'awake', ear: null }, AWAKE]);
    const { seconds } = replay(gone, calibrateSession(gone, 'first'), BUILT_IN_FUSION, none);
    expect(seconds[38]!.state).toBe('unknown');
    expect(seconds[65]!.state).toBe('awake');
  });

  it('hears the network on the frames that crops were kept of, and without it the eyes alone', () => {
    // Eyes that leave it open while the network is sure of drowsiness.
    const tired = film([AWAKE, { seconds: 30, label: 'drowsy', ear: 0.23 }, AWAKE]);
    const calibration = calibrateSession(tired, 'first');
    const network = (file: string) =>
      file === 'drowsy'
        ? { asleep: 0.01, drowsy: 0.98, awake: 0.01 }
        : { asleep: 0.01, drowsy: 0.01, awake: 0.98 };
    const stateAt = (posterior: typeof network | typeof none) =>
      replay(tired, calibration, BUILT_IN_FUSION, posterior).seconds[55]!.state;
    expect(stateAt(network)).toBe('drowsy');
    expect(stateAt(none)).toBe('awake');
    const { alerts } = replay(tired, calibration, BUILT_IN_FUSION, network);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]!.from).toBeGreaterThan(38);
    // One verdict a second is half forgotten before the next one.
    expect(alerts[0]!.from).toBeLessThan(60);
  });

  it('has nothing to say about no frames', () => {
    expect(replay([], calibrateSession([], 'first'), BUILT_IN_FUSION, none)).toEqual({
      seconds: [],
      alerts: [],
      time: { changes: 0, watched: 0, closed: 0, awakeWhileClosed: 0 },
    });
  });
});

describe('the table by kind of picture', () => {
  const closed = (subject: string): Prediction => ({
    row: crop({ subject, session: 'closed-eyes', label: 'asleep', ear_left: 0.1, ear_right: 0.1 }),
    probabilities: [0.8, 0.1, 0.1],
  });
  const clip = (subject: string): Prediction[] =>
    person(subject).map(({ row, ...own }) => ({ row: { ...row, session: 'clip-one' }, ...own }));
  const kinds = (predictions: readonly Prediction[]): unknown => {
    const faces = measureFaces(predictions);
    return ablation(faces, [classifyingBy('network', faces.network)], 1).map(({ group, people, counts }) => [
      group,
      people,
      counts,
    ]);
  };

  it('has the real faces together, as the model card has them, where they are of several kinds', () => {
    expect(kinds([closed('a'), closed('b'), ...clip('c'), ...person('d')])).toEqual([
      ['all', 4, [4, 2, 4]],
      ['real faces', 3, [3, 1, 2]],
      ['closed photographs', 2, [2, 0, 0]],
      ['real clips', 1, [1, 1, 2]],
      ['stills', 1, [1, 1, 2]],
    ]);
    expect(kinds(clip('c'))).toEqual([['real clips', 1, [1, 1, 2]]]);
  });
});
