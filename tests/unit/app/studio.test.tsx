// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { WakefulError } from '../../../src/common/errors';
import {
  MemoryCheckpoints,
  MemoryFootage,
  recordingOf,
  ScriptedStudio,
  untilAborted,
} from '../../support/scripted-studio';
import { STORY_LABELS, storyFrames, verdictOf } from '../../support/studio-footage';
import { click, goTo, openPage, standInForTheBrowser } from './page';

vi.mock('../../../src/app/timeline/chart', () => ({
  createChart: () => ({ show: vi.fn(), resize: vi.fn(), redraw: vi.fn(), destroy: vi.fn() }),
}));
vi.mock('../../../src/app/studio/labels/eye-curve', () => ({
  createEyeCurve: () => ({ show: vi.fn(), resize: vi.fn(), redraw: vi.fn(), destroy: vi.fn() }),
}));
vi.mock('../../../src/app/studio/train/curve-chart', () => ({
  createCurve: () => ({ show: vi.fn(), resize: vi.fn(), redraw: vi.fn(), destroy: vi.fn() }),
}));
standInForTheBrowser();

function stage() {
  const studio = new ScriptedStudio();
  const footage = new MemoryFootage();
  const checkpoints = new MemoryCheckpoints();
  const openCamera = () => Promise.reject(new WakefulError('camera-missing', 'none', 'Connect one.'));
  return { studio, footage, checkpoints, openCamera };
}
type Stage = ReturnType<typeof stage>;

/** Grace, with one recording that has no labels yet. */
async function withGrace(): Promise<Stage> {
  const parts = stage();
  const { id } = await parts.footage.addPerson('Grace');
  parts.footage.add(recordingOf({ id: 'r1', personId: id }), storyFrames());
  return parts;
}

async function open(parts: Stage, hash: string): Promise<void> {
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: vi.fn() }));
  await openPage({ studio: parts });
  await goTo(hash);
}

const film = new File(['film'], 'evening.mp4', { type: 'video/mp4' });

describe('footage', () => {
  it('begins with the whole way in four steps', async () => {
    await open(stage(), '#/studio');
    await screen.findByRole('heading', { name: 'Your own model in four steps' });
    expect(screen.getByRole('heading', { name: /Compare and adopt/ })).toBeTruthy();
  });

  it('is asked whose it is before anything is read', async () => {
    const parts = stage();
    await open(parts, '#/studio');
    fireEvent.change(await screen.findByLabelText('Choose videos'), { target: { files: [film] } });
    await screen.findByText(/Please give a name first/);
    expect(parts.studio.extractions).toEqual([]);
  });

  it('is extracted for somebody new, and its labels are the next step', async () => {
    const parts = stage();
    parts.studio.onExtract = ({ personId, session }) => {
      parts.footage.add(recordingOf({ id: 'r1', personId, session }), storyFrames());
      return Promise.resolve('r1');
    };
    await open(parts, '#/studio');
    fireEvent.change(await screen.findByTestId('person-name'), { target: { value: 'Grace' } });
    fireEvent.change(screen.getByLabelText('Choose videos'), { target: { files: [film] } });
    const next = await screen.findByTestId('next-label');
    expect(next.getAttribute('href')).toBe('#/studio/r1');
    expect(parts.studio.extractions).toMatchObject([{ personId: 'p1', session: 'evening', kind: 'video' }]);
  });

  it('that is stopped goes on with the same file, and with no other', async () => {
    const parts = stage();
    const { id: personId } = await parts.footage.addPerson('Grace');
    const extraction = { kind: 'stopped', doneUntil: 40 } as const;
    parts.footage.add(recordingOf({ id: 'r1', personId, extraction, fileBytes: film.size }));
    await open(parts, '#/studio');
    const picker = await screen.findByLabelText('Go on reading');
    fireEvent.change(picker, { target: { files: [new File(['other'], 'other.mp4')] } });
    await screen.findByText(/That is another file/);
    expect(parts.studio.extractions).toEqual([]);
    fireEvent.change(picker, { target: { files: [film] } });
    await vi.waitFor(() => expect(parts.studio.extractions).toMatchObject([{ resume: 'r1' }]));
  });

  it('of the webcam that a reload stopped keeps what was read, and asks for no file that nobody has', async () => {
    const parts = stage();
    const { id: personId } = await parts.footage.addPerson('Grace');
    const extraction = { kind: 'stopped', doneUntil: 40 } as const;
    parts.footage.add(recordingOf({ id: 'r1', personId, kind: 'webcam', extraction }));
    await open(parts, '#/studio');
    await screen.findByText(/The rest of it went with the page/);
    expect(screen.queryByLabelText('Go on reading')).toBeNull();
    expect(screen.getByRole('link', { name: 'Label evening' })).toBeTruthy();
  });

  it('that cannot be read says what to do, and the next one is read all the same', async () => {
    const parts = await withGrace();
    parts.studio.onExtract = ({ session }, _, signal) =>
      session === 'broken'
        ? Promise.reject(new WakefulError('footage-unreadable', 'moov atom not found', 'Save it anew.'))
        : untilAborted(signal);
    await open(parts, '#/studio');
    const files = [new File(['x'], 'broken.mp4'), new File(['y'], 'whole.mp4')];
    fireEvent.change(await screen.findByLabelText('Choose videos'), { target: { files } });
    await screen.findByText('This file cannot be read');
    await vi.waitFor(() => expect(parts.studio.extractions).toHaveLength(2));
    await click(screen.getByRole('button', { name: /Stop reading whole/ }));
    await vi.waitFor(() => expect(screen.queryByText('whole')).toBeNull());
  });

  it('is deleted after a question only', async () => {
    const parts = await withGrace();
    await open(parts, '#/studio');
    const recording = within(await screen.findByTestId('recording'));
    await click(recording.getByRole('button', { name: 'Delete evening' }));
    expect(parts.footage.kept.size).toBe(1);
    await click(recording.getByRole('button', { name: 'Delete' }));
    await screen.findByText('No recordings of this person yet.');
  });
});

describe('labels', () => {
  const position = () => screen.findByTestId('position');
  const press = (key: string): void => void fireEvent.keyDown(document.body, { key });

  it('are set by keys, undone and redone, and kept', async () => {
    const parts = await withGrace();
    await open(parts, '#/studio/r1');
    const slider = await position();
    expect(slider.getAttribute('aria-valuetext')).toMatch(/^0:00, No label, suggested awake/);
    press('d');
    expect(slider.getAttribute('aria-valuetext')).toBe('0:00, Drowsy');
    press('u');
    expect(slider.getAttribute('aria-valuetext')).toMatch(/No label/);
    press('y');
    await vi.waitFor(() => expect(parts.footage.set.get('r1')?.[0]).toBe('drowsy'));
    expect(parts.footage.set.get('r1')?.[1]).toBeNull();
  });

  it('are never taken from a suggestion that nobody accepted', async () => {
    const parts = await withGrace();
    await open(parts, '#/studio/r1');
    await position();
    press('n');
    expect(parts.footage.set.get('r1')).toEqual([]);
    await click(screen.getByTestId('accept-sure'));
    await vi.waitFor(() => {
      const kept = parts.footage.set.get('r1')!;
      expect(kept.filter((label) => label !== null).length).toBeGreaterThan(60);
      // Where nobody was in view, nothing was suggested.
      expect(kept.slice(56, 59)).toEqual([null, null, null]);
      const right = kept.filter((label, second) => label !== null && label === STORY_LABELS[second]);
      expect(right.length / kept.filter((label) => label !== null).length).toBeGreaterThan(0.85);
    });
  });

  it('are proposed as a guided recording asked for them, whatever the eyes alone would say', async () => {
    const parts = await withGrace();
    parts.footage.guides.set('r1', [{ label: 'drowsy', confidence: 0.8 }, null]);
    await open(parts, '#/studio/r1');
    expect((await position()).getAttribute('aria-valuetext')).toMatch(/^0:00, No label, suggested drowsy/);
    press('ArrowRight');
    expect(screen.getByTestId('position').getAttribute('aria-valuetext')).toMatch(/suggested awake/);
  });

  it('can be changed in a table, stretch by stretch', async () => {
    const parts = await withGrace();
    parts.footage.set.set('r1', STORY_LABELS);
    await open(parts, '#/studio/r1');
    await position();
    const details = screen.getByText('Labels as a table').closest('details')!;
    details.open = true;
    fireEvent(details, new Event('toggle'));
    fireEvent.change(await screen.findByLabelText('Label from 0:26 to 0:44'), { target: { value: 'awake' } });
    await vi.waitFor(() => expect(parts.footage.set.get('r1')?.[30]).toBe('awake'));
  });

  it('are compared with another annotator’s', async () => {
    const parts = await withGrace();
    parts.footage.set.set('r1', STORY_LABELS);
    await open(parts, '#/studio/r1');
    await position();
    const rows = STORY_LABELS.flatMap((label, second) =>
      label ? [`${second},${second === 3 ? 'drowsy' : label}`] : [],
    );
    const csv = { name: 'bob.csv', text: () => Promise.resolve(['second,label', ...rows].join('\n')) };
    fireEvent.change(screen.getByLabelText('Compare with another’s CSV'), { target: { files: [csv] } });
    const comparison = within(await screen.findByTestId('comparison'));
    expect(comparison.getByText('0.98')).toBeTruthy();
    expect(comparison.getByText('0:03: here awake, there drowsy')).toBeTruthy();
  });

  it('of a file that is none are refused, and the old ones stay', async () => {
    const parts = await withGrace();
    parts.footage.set.set('r1', STORY_LABELS);
    await open(parts, '#/studio/r1');
    await position();
    const csv = { name: 'x.csv', text: () => Promise.resolve('second,label\n1,bored\n') };
    fireEvent.change(screen.getByLabelText('Import CSV'), { target: { files: [csv] } });
    expect((await screen.findByTestId('trouble')).dataset['code']).toBe('footage-labels');
    expect(parts.footage.set.get('r1')).toBe(STORY_LABELS);
  });
});

describe('training', () => {
  async function labelled(): Promise<Stage> {
    const parts = await withGrace();
    parts.footage.set.set('r1', STORY_LABELS);
    return parts;
  }

  it('cannot begin without labels, and leads to them', async () => {
    await open(await withGrace(), '#/studio/train');
    const link = await screen.findByRole('link', { name: 'Label your footage' });
    expect(link.getAttribute('href')).toBe('#/studio/r1');
  });

  it('says what is missing, and where to get it', async () => {
    const parts = await labelled();
    const missing = [{ code: 'class-missing', label: 'asleep', have: 4, need: 20 }] as const;
    parts.studio.planned = { ...parts.studio.planned, missing };
    await open(parts, '#/studio/train');
    await screen.findByText(/Asleep has 4 labelled seconds. At least 20 are needed/);
    expect(screen.getByTestId('start-training').hasAttribute('disabled')).toBe(true);
  });

  it('begins with the paper’s best mixup, shows how far it is, and stops', async () => {
    const parts = await labelled();
    parts.studio.onTrain = (_, onEvent, signal) => {
      onEvent({ type: 'step', step: 3, steps: 12, loss: 0.75, remaining: 9000 });
      onEvent({ type: 'validation', step: 3, macroF1: 0.5, best: true });
      return untilAborted(signal);
    };
    await open(parts, '#/studio/train');
    await vi.waitFor(() => expect(screen.getByTestId('start-training').hasAttribute('disabled')).toBe(false));
    await click(screen.getByTestId('start-training'));
    await screen.findByText('Step 3 of 12, about 9 s left');
    expect(parts.studio.trainings[0]!.request).toMatchObject({
      recordingIds: ['r1'],
      mixup: { stage: 'V_state', partner: 'same', amount: 0.1, alpha: 0.75 },
    });
    await click(screen.getByRole('button', { name: 'Stop' }));
    await screen.findByTestId('start-training');
  });

  it('that was interrupted is offered to go on', async () => {
    const parts = await labelled();
    const request = {
      depth: 'last',
      holdOut: 'blocks',
      mixup: null,
      epochs: 6,
      seed: 1,
      base: null,
    } as const;
    parts.studio.kept = {
      request: { ...request, recordingIds: ['r1'], name: 'Evenings' },
      step: 34,
      steps: 84,
      savedAt: 0,
    };
    await open(parts, '#/studio/train');
    await screen.findByText(/“Evenings” stopped at step 34 of 84/);
    await click(screen.getByTestId('resume-training'));
    expect(parts.studio.trainings).toMatchObject([{ resume: true, request: { name: 'Evenings' } }]);
  });
});

describe('the decision', () => {
  async function compared(advice: 'better' | 'worse'): Promise<Stage> {
    const parts = await withGrace();
    const verdict = verdictOf(advice, 'r1', () => new Blob(['face']));
    const heldOut = { before: verdict.before.macroF1, after: verdict.after.macroF1 };
    await parts.checkpoints.add(new ArrayBuffer(8), 'Evenings', heldOut);
    parts.studio.verdicts.set('m1', verdict);
    return parts;
  }

  it('to adopt what is better is one click, and so is the way back', async () => {
    const parts = await compared('better');
    await open(parts, '#/studio/models/m1');
    await click(await screen.findByTestId('adopt'));
    await screen.findByTestId('adopted');
    expect(await parts.checkpoints.adopted()).toBe('m1');
    await click(screen.getByTestId('roll-back'));
    await screen.findByTestId('adopt');
    expect(await parts.checkpoints.adopted()).toBeNull();
  });

  it('to adopt what is worse takes a second wish', async () => {
    const parts = await compared('worse');
    await open(parts, '#/studio/models/m1');
    await click(await screen.findByRole('button', { name: 'Adopt it all the same' }));
    expect(await parts.checkpoints.adopted()).toBeNull();
    await click(screen.getByRole('button', { name: 'Yes, adopt it' }));
    await screen.findByTestId('adopted');
  });

  it('about a file that is no model leaves the others as they are', async () => {
    const parts = await compared('better');
    await open(parts, '#/studio/models');
    const file = { name: 'x.safetensors', arrayBuffer: () => Promise.resolve(new ArrayBuffer(4)) };
    fireEvent.change(await screen.findByLabelText('Import a model'), { target: { files: [file] } });
    expect((await screen.findByTestId('trouble')).dataset['code']).toBe('checkpoint-invalid');
    expect(screen.getAllByTestId('model')).toHaveLength(1);
  });
});
