// @vitest-environment jsdom
/** How footage comes in: dropped files and folders, and the guided recording. */
import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import {
  guideOf,
  guideSeconds,
  guideSuggestions,
  momentOf,
} from '../../../src/app/studio/footage/guided-recording';
import { droppedFiles, sourcesOf, type GivenFile } from '../../../src/app/studio/footage/sources';
import { WAKEFULNESS_CLASSES } from '../../../src/common/classes';
import { WakefulError } from '../../../src/common/errors';
import { missingStretches, planHoldOut } from '../../../src/fine-tuning/hold-out';
import { FakeRecorder } from '../../support/fake-recorder';
import { MemoryCheckpoints, MemoryFootage, recordingOf, ScriptedStudio } from '../../support/scripted-studio';
import { click, goTo, openPage, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

const file = (name: string, type = ''): File => new File([name], name, { type });

type Tree = File | { readonly [name: string]: Tree };

/**
 * A dropped file or folder as browsers hand it in: a folder's reader gives two children at a time.
 */
function entryOf(name: string, tree: Tree, folder = ''): object {
  const fullPath = `${folder}/${name}`;
  if (tree instanceof File) {
    return { isFile: true, isDirectory: false, fullPath, file: (done: (file: File) => void) => done(tree) };
  }
  const left = Object.entries(tree).map(([child, below]) => entryOf(child, below, fullPath));
  const createReader = () => ({ readEntries: (done: (some: object[]) => void) => done(left.splice(0, 2)) });
  return { isFile: false, isDirectory: true, fullPath, createReader };
}

const dropOf = (trees: Readonly<Record<string, Tree>>) => ({
  items: [
    ...Object.entries(trees).map(([name, tree]) => ({
      kind: 'file',
      webkitGetAsEntry: () => entryOf(name, tree),
    })),
    { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null },
  ],
});

const EVENING: Tree = {
  drowsy: { '2.jpg': file('2.jpg'), '10.jpg': file('10.jpg') },
  awake: { '1.png': file('1.png') },
  'talk.mp4': file('talk.mp4', 'video/mp4'),
  '.DS_Store': file('.DS_Store'),
  'notes.txt': file('notes.txt'),
};

describe('dropped files', () => {
  it('are found in folders within folders, with the way to them', async () => {
    const dropped = await droppedFiles(dropOf({ evening: EVENING }) as unknown as DataTransfer);
    expect(dropped.map(({ path }) => path).sort()).toEqual([
      '/evening/.DS_Store',
      '/evening/awake/1.png',
      '/evening/drowsy/10.jpg',
      '/evening/drowsy/2.jpg',
      '/evening/notes.txt',
      '/evening/talk.mp4',
    ]);
  });

  it('may lie in no folder at all', async () => {
    const clip = file('clip.webm');
    const item = { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => clip };
    const dropped = await droppedFiles({ items: [item] } as unknown as DataTransfer);
    expect(dropped).toEqual([{ file: clip, path: 'clip.webm' }]);
  });

  it('are videos, and the pictures of a folder, labelled by folders that are named after a state', () => {
    const paths = ['e/drowsy/10.jpg', 'e/drowsy/2.jpg', 'e/1.png', 'e/talk.mp4', 'e/._x', 'a.txt', 'me.webp'];
    const given = paths.map((path): GivenFile => ({ file: file(path.split('/').at(-1)!), path }));
    const { sources, ignored } = sourcesOf(given);
    expect(ignored).toBe(2);
    const seen = sources.map(({ kind, session, files }) => [
      kind,
      session,
      files.map(({ file: { name }, label }) => `${name} ${label ?? '-'}`),
    ]);
    expect(seen).toEqual([
      ['video', 'talk', ['talk.mp4 -']],
      ['stills', 'e', ['1.png -', '2.jpg drowsy', '10.jpg drowsy']],
      ['stills', 'pictures', ['me.webp -']],
    ]);
  });

  it('get a name where theirs would name no folder', () => {
    const paths = ['🎬.mp4', '🙂/1.png'];
    const { sources } = sourcesOf(paths.map((path) => ({ file: file(path), path })));
    expect(sources.map(({ session }) => session)).toEqual(['film', 'pictures']);
  });

  it('are refused by the name of their format, not passed over', () => {
    const names = ['a.avi', 'b.WMV', 'c.mpg', 'd.mpeg', 'e.flv', 'f.vob', 'g.mts', 'h.3gp', 'i.ogv'];
    const { sources, ignored } = sourcesOf(names.map((name) => ({ file: file(name), path: name })));
    expect(ignored).toBe(0);
    expect(sources.map(({ kind }) => kind)).toEqual(names.map(() => 'video'));
  });
});

describe('a guide', () => {
  it('asks for every state in turn, and proposes a label for the seconds that show it', () => {
    const steps = guideOf('short');
    const length = guideSeconds(steps);
    const proposed = guideSuggestions(steps, length);
    expect(proposed).toHaveLength(length);
    for (const label of ['awake', 'drowsy', 'asleep'] as const)
      expect(proposed.filter((one) => one?.label === label).length).toBeGreaterThan(20);
    proposed.forEach((one, second) => {
      if (one)
        expect(momentOf(steps, second + 0.5)).toMatchObject({ isReady: true, step: { label: one.label } });
    });
    // Nobody is asleep while being told that they may open their eyes.
    expect(proposed[0]).toBeNull();
    expect(momentOf(steps, length)).toBeNull();
  });

  it('of the usual length gives enough stretches of every state for a comparison that says how sure it is', () => {
    const steps = guideOf('usual');
    const seconds = guideSuggestions(steps, guideSeconds(steps)).flatMap((one, second) =>
      one ? [{ recording: 'r', person: 'p', second, label: WAKEFULNESS_CLASSES.indexOf(one.label) }] : [],
    );
    for (let seed = 1; seed <= 10; seed++) {
      const plan = planHoldOut(seconds, WAKEFULNESS_CLASSES.length, 'blocks', seed);
      expect(missingStretches(seconds, plan, WAKEFULNESS_CLASSES.length), `seed ${seed}`).toBe(0);
    }
  });
});

/** The footage page with a camera; `unplug` takes it away. */
async function withCamera(way = 'Record with the webcam') {
  vi.stubGlobal('MediaRecorder', FakeRecorder);
  const studio = new ScriptedStudio();
  const footage = new MemoryFootage();
  studio.onExtract = ({ personId, session, labels }) => {
    footage.add(recordingOf({ id: 'r1', personId, session, kind: 'webcam' }), [], labels);
    return Promise.resolve('r1');
  };
  const camera = { closed: 0, unplug: (): void => undefined };
  const openCamera = vi.fn((_: unknown, onEnded: () => void) => {
    camera.unplug = onEnded;
    const stream = { getTracks: () => [] } as unknown as MediaStream;
    return Promise.resolve({ stream, close: () => (camera.closed += 1) });
  });
  await openPage({ studio: { studio, footage, checkpoints: new MemoryCheckpoints(), openCamera } });
  await goTo('#/studio');
  fireEvent.change(await screen.findByTestId('person-name'), { target: { value: 'Grace' } });
  await click(screen.getByRole('button', { name: way }));
  return { studio, footage, camera, openCamera };
}

const begin = async (): Promise<void> =>
  click(await screen.findByRole('button', { name: /^Turn the camera/ }));
const recorder = (): HTMLElement => document.querySelector('.recorder')!;
const untilPhase = (phase: string) => vi.waitFor(() => expect(recorder().dataset['phase']).toBe(phase));

describe('a guided recording', () => {
  it('that is ended early is used as far as it went, with what it asked for', async () => {
    const { studio, camera } = await withCamera();
    const start = performance.now();
    const now = vi.spyOn(performance, 'now').mockReturnValue(start);
    await begin();
    await untilPhase('recording');
    now.mockReturnValue(start + 40_000);
    await click(screen.getByRole('button', { name: 'End now and use it' }));
    await vi.waitFor(() => expect(studio.extractions).toHaveLength(1));
    const [{ kind, guide, files }] = studio.extractions as [(typeof studio.extractions)[number]];
    expect(kind).toBe('webcam');
    expect(files[0]!.file.name).toMatch(/\.webm$/);
    expect(guide).toHaveLength(40);
    expect(new Set(guide!.map((one) => one?.label))).toEqual(new Set([undefined, 'awake', 'drowsy']));
    expect(camera.closed).toBe(1);
  });

  it('whose camera is unplugged keeps what was filmed until then', async () => {
    const { studio, camera } = await withCamera();
    await begin();
    await untilPhase('recording');
    act(() => camera.unplug());
    await vi.waitFor(() => expect(studio.extractions).toHaveLength(1));
  });

  it('that is thrown away leaves nothing and turns the camera off', async () => {
    const { studio, camera } = await withCamera();
    await begin();
    await untilPhase('recording');
    await click(screen.getByRole('button', { name: 'Discard' }));
    await untilPhase('idle');
    expect(camera.closed).toBe(1);
    expect(studio.extractions).toEqual([]);
  });

  it('without a camera says what to do, and can be tried again', async () => {
    const { openCamera } = await withCamera();
    openCamera.mockRejectedValueOnce(new WakefulError('camera-missing', 'none', 'Connect one.'));
    await begin();
    expect((await screen.findByTestId('trouble')).dataset['code']).toBe('camera-missing');
    await click(screen.getByRole('button', { name: 'Try again' }));
    await untilPhase('recording');
  });
});

describe('holding a state to record it', () => {
  /** The three buttons with the camera on; `pass` lets time pass. */
  async function holding() {
    const page = await withCamera('Hold to record');
    await begin();
    await screen.findByRole('button', { name: /^Awake/ });
    let time = performance.now();
    const now = vi.spyOn(performance, 'now').mockImplementation(() => time);
    // What the clock says is looked at ten times a second.
    const pass = async (seconds: number): Promise<void> => {
      time += seconds * 1000;
      await act(() => new Promise((resolve) => setTimeout(resolve, 150)));
    };
    return { ...page, pass, restore: () => now.mockRestore() };
  }
  const button = (state: string) => screen.getByRole('button', { name: new RegExp(`^${state}`) });
  const heldOf = (state: string) =>
    Number(screen.getByRole('progressbar', { name: `${state} recorded` }).getAttribute('value'));

  it('goes straight to a training on it, with the labels that were held', async () => {
    const { studio, camera, pass, restore } = await holding();
    for (const state of ['Awake', 'Drowsy', 'Asleep']) {
      fireEvent.keyDown(button(state), { key: ' ' });
      await pass(21);
    }
    restore();
    await vi.waitFor(() => expect(studio.trainings).toHaveLength(1));
    const [{ labels, kind, guide }] = studio.extractions as [(typeof studio.extractions)[number]];
    expect([kind, guide, labels?.length]).toEqual(['webcam', undefined, 60]);
    for (const label of WAKEFULNESS_CLASSES)
      expect(labels!.filter((each) => each === label).length, label).toBeGreaterThanOrEqual(18);
    expect(studio.trainings[0]).toMatchObject({
      request: { recordingIds: ['r1'], depth: 'last', holdOut: 'blocks' },
      resume: false,
    });
    expect(studio.trainings[0]!.request.name).toMatch(/^My model/);
    expect(location.hash).toBe('#/studio/train');
    expect(camera.closed).toBe(1);
  });

  it('records while a key, a finger or the mouse holds it, and no longer', async () => {
    const { pass, restore } = await holding();
    fireEvent.keyDown(button('Awake'), { key: 'Enter' });
    fireEvent.keyDown(button('Awake'), { key: 'Enter', repeat: true });
    await pass(3);
    fireEvent.keyUp(button('Awake'), { key: 'Enter' });
    await pass(4);
    expect(heldOf('Awake')).toBeCloseTo(3, 5);
    Element.prototype.setPointerCapture = vi.fn();
    fireEvent.pointerDown(button('Drowsy'), { button: 0, pointerId: 1 });
    expect(button('Drowsy').getAttribute('aria-pressed')).toBe('true');
    await pass(2);
    fireEvent.pointerUp(button('Drowsy'), { pointerId: 1 });
    await pass(2);
    expect([heldOf('Awake'), heldOf('Drowsy')].map(Math.round)).toEqual([3, 2]);
    // Let go where the page does not hear it.
    fireEvent.keyDown(button('Asleep'), { key: ' ' });
    await pass(1);
    fireEvent(window, new Event('blur'));
    await pass(5);
    expect(heldOf('Asleep')).toBeCloseTo(1, 5);
    restore();
  });

  it('takes one press to start and one to stop for those who cannot hold', async () => {
    const { pass, restore, studio } = await holding();
    await click(screen.getByLabelText('Press instead of hold'));
    for (const state of ['Awake', 'Drowsy', 'Asleep']) {
      await click(button(state));
      await pass(6);
      await click(button(state));
      await pass(3);
      expect(Math.round(heldOf(state))).toBe(6);
    }
    restore();
    // Enough to try it.
    await click(screen.getByRole('button', { name: /train now/ }));
    await vi.waitFor(() => expect(studio.trainings).toHaveLength(1));
  });
});

describe('a drop on the page', () => {
  it('is read like a choice of files: a session for each video and each folder of pictures', async () => {
    const { studio } = await withCamera();
    await click(screen.getByRole('button', { name: 'Back' }));
    const target = (await screen.findByText(/Or drop/)).closest('section')!;
    fireEvent.dragOver(target);
    expect(target.dataset['dropping']).toBe('true');
    fireEvent.drop(target, { dataTransfer: dropOf({ evening: EVENING }) });
    await vi.waitFor(() => expect(studio.extractions).toHaveLength(2));
    expect(studio.extractions).toMatchObject([
      { kind: 'video', session: 'talk' },
      {
        kind: 'stills',
        session: 'evening',
        files: [{ label: 'awake' }, { label: 'drowsy' }, { label: 'drowsy' }],
      },
    ]);
    await screen.findByText('2 other files were left out.');
  });
});
