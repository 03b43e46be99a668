// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { WakefulError } from '../../../src/common/errors';
import type { TrainEvent, TrialEvent } from '../../../src/engine/studio-api';
import type { SecondLabels } from '../../../src/footage/recording';
import {
  MemoryCheckpoints,
  MemoryFootage,
  recordingOf,
  ScriptedStudio,
  untilAborted,
} from '../../support/scripted-studio';
import { STORY_LABELS, storyFrames, verdictOf } from '../../support/studio-footage';
import { enrolmentAt } from '../../support/scripted-engine';
import { click, goTo, NOON, openMonitoring, openPage, standInForTheBrowser, type PageOptions } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

function stage() {
  const footage = new MemoryFootage();
  const studio = new ScriptedStudio(footage);
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

function standInForUrls(): void {
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: vi.fn() }));
}

async function open(parts: Stage, hash: string, before?: PageOptions['before']): Promise<void> {
  standInForUrls();
  await openPage({ studio: parts, ...(before && { before }) });
  await goTo(hash);
}

/** Labels of the story without those of one state. */
const storyWithout = (state: string): SecondLabels =>
  STORY_LABELS.map((label) => (label === state ? null : label));

const film = new File(['film'], 'evening.mp4', { type: 'video/mp4' });

/** jsdom's files do not tell their bytes. */
const csvFile = (name: string, text: string): object => ({
  name,
  arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer),
});

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
    await screen.findByText(/Enter a name first/);
    expect(parts.studio.extractions).toEqual([]);
    // The files were chosen: they are not to be chosen again.
    fireEvent.change(screen.getByTestId('person-name'), { target: { value: 'Grace' } });
    await click(screen.getByRole('button', { name: 'Import the file' }));
    await vi.waitFor(() => expect(parts.studio.extractions).toMatchObject([{ session: 'evening' }]));
    expect(screen.queryByRole('button', { name: 'Import the file' })).toBeNull();
  });

  it('is likely to be of who learns here, and is kept under that name', async () => {
    const parts = stage();
    await open(parts, '#/studio', async ({ learners }) => {
      await learners.add(enrolmentAt(NOON), 'Ada');
      await learners.add(enrolmentAt(NOON), 'Grace');
    });
    const who = await screen.findByLabelText<HTMLSelectElement>('Who is in it?');
    expect([...who.options].map(({ text }) => text)).toEqual(['Ada', 'Grace', 'Somebody new']);
    expect(who.selectedOptions[0]?.text).toBe('Grace');
    fireEvent.change(screen.getByLabelText('Choose videos'), { target: { files: [film] } });
    await vi.waitFor(() => expect(parts.studio.extractions).toMatchObject([{ personId: 'p1' }]));
    expect(parts.footage.persons).toEqual([{ id: 'p1', name: 'Grace' }]);
    await vi.waitFor(() =>
      expect([...who.options].map(({ text }) => text)).toEqual(['Grace', 'Ada', 'Somebody new']),
    );
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
    const picker = await screen.findByLabelText('Resume import');
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
    await screen.findByText(/The rest was lost when the page closed/);
    expect(screen.queryByLabelText('Resume import')).toBeNull();
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
    await click(screen.getByRole('button', { name: /Stop importing whole/ }));
    await vi.waitFor(() => expect(screen.queryByText('whole')).toBeNull());
  });

  it('that takes long says how long, and how much space, also when there is too little', async () => {
    const parts = await withGrace();
    parts.studio.onExtract = (_, onProgress, signal) => {
      const read = { share: 0.01, time: 72, duration: 7200, remaining: 3_900_000, kept: 144, dropped: 0 };
      onProgress({ ...read, bytes: 100_000_000 });
      return untilAborted(signal);
    };
    await open(parts, '#/studio');
    fireEvent.change(await screen.findByLabelText('Choose videos'), { target: { files: [film] } });
    await screen.findByText('1:12 of 2:00:00, 144 faces kept, 100 MB of about 10 GB, about 1 hr 5 min left');
    await screen.findByText(/This will take about 9.9 GB more, and this browser gives 8.6 GB/);
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

describe('a data set', () => {
  it('tells the names of files only where that was asked for', async () => {
    const parts = await withGrace();
    await open(parts, '#/studio');
    await click(await screen.findByRole('button', { name: 'Export data set' }));
    expect(parts.footage.exports).toEqual(['neutral']);
    await click(await screen.findByRole('checkbox', { name: /^With the names of my files/ }));
    await click(screen.getByRole('button', { name: 'Export data set' }));
    expect(parts.footage.exports).toEqual(['neutral', 'own']);
  });
});

describe('labels', () => {
  const position = () => screen.findByTestId('position');
  const press = (key: string): void => void fireEvent.keyDown(document.body, { key });

  it('are set by keys, undone and redone, and kept', async () => {
    const parts = await withGrace();
    await open(parts, '#/studio/r1');
    const slider = await position();
    await vi.waitFor(() =>
      expect(slider.getAttribute('aria-valuetext')).toMatch(/^0:00, No label, suggested awake/),
    );
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
    await vi.waitFor(() => expect(screen.getByTestId('accept-sure').hasAttribute('disabled')).toBe(false));
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

  it('have the acceptance of what is sure as the next step, and say what is left', async () => {
    const parts = await withGrace();
    await open(parts, '#/studio/r1');
    const next = () => within(screen.getByRole('complementary', { name: 'Next step' }));
    await screen.findByText(/Look at a few suggestions in the timeline, then accept the sure ones/);
    await click(next().getByRole('button', { name: /^Accept the \d+ sure ones$/ }));
    await vi.waitFor(() => expect(parts.footage.set.get('r1')?.length).toBeGreaterThan(0));
    const labels = parts.footage.set.get('r1')!;
    // Three seconds show nobody: they are not missed.
    const open_ = labels.filter((label) => label === null).length - 3;
    await screen.findByText(new RegExp(`Enough is labelled; ${open_} seconds? with a face`));
    expect(screen.queryByText(/Everything is labelled|has been looked at/)).toBeNull();
    await screen.findByTestId('go-train');
  });

  it('are suggested while the page is used already, and no longer when it is left', async () => {
    const parts = await withGrace();
    let left: AbortSignal | null = null;
    parts.studio.onSuggest = (_, onShare, signal) => {
      left = signal;
      onShare(0.25);
      return untilAborted(signal);
    };
    await open(parts, '#/studio/r1');
    const progress = await screen.findByRole('progressbar', { name: /Working out suggestions/ });
    expect(progress.getAttribute('value')).toBe('0.25');
    press('d');
    expect((await position()).getAttribute('aria-valuetext')).toBe('0:00, Drowsy');
    await goTo('#/studio');
    await vi.waitFor(() => expect(left?.aborted).toBe(true));
  });

  it('without suggestions are set by hand, and the page says why and how', async () => {
    const parts = await withGrace();
    parts.footage.add(recordingOf({ id: 'r1', personId: 'p1' }), storyFrames().slice(0, 10));
    await open(parts, '#/studio/r1');
    expect((await screen.findByTestId('trouble')).dataset['code']).toBe('calibration-too-few-frames');
    await screen.findByText(/Play the video and press A, D or S/);
  });

  it('that lack a state say how much of it to bring, and lead there', async () => {
    const parts = await withGrace();
    parts.footage.set.set('r1', storyWithout('asleep'));
    parts.studio.onSuggest = () => Promise.resolve([]);
    await open(parts, '#/studio/r1');
    const lacking = within(await screen.findByTestId('lacking'));
    expect(lacking.getByText(/about 60 more seconds asleep/)).toBeTruthy();
    expect(screen.getByText('not enough asleep')).toBeTruthy();
    expect(lacking.getByRole('link', { name: 'Add footage' }).getAttribute('href')).toBe('#/studio/add');
    await goTo('#/studio/add');
    const easiest = await screen.findByRole('button', { name: 'Hold to record' });
    await vi.waitFor(() => expect(document.activeElement).toBe(easiest));
    expect(screen.getByTestId('lacking')).toBeTruthy();
  });

  it('of a recording that was read for a while only are asked for as far as it was read', async () => {
    const parts = await withGrace();
    const extraction = { kind: 'stopped', doneUntil: 12 } as const;
    parts.footage.add(
      recordingOf({ id: 'r1', personId: 'p1', extraction, kept: 24, duration: 7200 }),
      storyFrames().slice(0, 120),
      new Array<'awake'>(8).fill('awake'),
    );
    await open(parts, '#/studio/r1');
    await position();
    expect(screen.getByText('1 of 1 labelled')).toBeTruthy();
    press('n');
    await vi.waitFor(() =>
      expect(screen.getByTestId('position').getAttribute('aria-valuetext')).toMatch(/^0:(08|09|10|11)/),
    );
  });

  it('are proposed as a guided recording asked for them, whatever the eyes alone would say', async () => {
    const parts = await withGrace();
    parts.footage.guides.set('r1', [{ label: 'drowsy', confidence: 0.8 }, null]);
    await open(parts, '#/studio/r1');
    const slider = await position();
    await vi.waitFor(() =>
      expect(slider.getAttribute('aria-valuetext')).toMatch(/^0:00, No label, suggested drowsy/),
    );
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

  it('of hours come a hundred stretches at a time in the table, from where the film is', async () => {
    const parts = await withGrace();
    const count = 400;
    const labels = Array.from({ length: count }, (_, second) => (second % 2 === 0 ? 'awake' : 'drowsy'));
    parts.footage.add(recordingOf({ id: 'r1', personId: 'p1', duration: count }), storyFrames(), labels);
    parts.studio.onSuggest = () => Promise.resolve([]);
    await open(parts, '#/studio/r1/250');
    await position();
    const details = screen.getByText('Labels as a table').closest('details')!;
    details.open = true;
    fireEvent(details, new Event('toggle'));
    await screen.findByText('Stretches 201 to 300 of 400');
    expect(details.querySelectorAll('tbody tr')).toHaveLength(100);
    await click(screen.getByRole('button', { name: 'Later' }));
    await screen.findByText('Stretches 301 to 400 of 400');
    expect(screen.getByRole('button', { name: 'Later' }).hasAttribute('disabled')).toBe(true);
    fireEvent.change(screen.getByLabelText('Label from 5:01 to 5:02'), { target: { value: 'asleep' } });
    await vi.waitFor(() => expect(parts.footage.set.get('r1')?.[301]).toBe('asleep'));
    await click(screen.getByRole('button', { name: 'Earlier' }));
    await screen.findByText('Stretches 201 to 300 of 400');
  });

  it('are compared with another annotator’s', async () => {
    const parts = await withGrace();
    parts.footage.set.set('r1', STORY_LABELS);
    await open(parts, '#/studio/r1');
    await position();
    const rows = STORY_LABELS.flatMap((label, second) =>
      label ? [`${second},${second === 3 ? 'drowsy' : label}`] : [],
    );
    const csv = csvFile('bob.csv', ['second,label', ...rows].join('\n'));
    fireEvent.change(screen.getByLabelText('Compare with someone else’s CSV'), { target: { files: [csv] } });
    const comparison = within(await screen.findByTestId('comparison'));
    expect(comparison.getByText('0.98')).toBeTruthy();
    expect(comparison.getByText('0:03: here awake, there drowsy')).toBeTruthy();
  });

  it('of a file that is none are refused, and the old ones stay', async () => {
    const parts = await withGrace();
    parts.footage.set.set('r1', STORY_LABELS);
    await open(parts, '#/studio/r1');
    await position();
    const csv = csvFile('x.csv', 'second,label\n1,bored\n');
    fireEvent.change(screen.getByLabelText('Import CSV'), { target: { files: [csv] } });
    expect((await screen.findByTestId('trouble')).dataset['code']).toBe('footage-labels');
    expect(parts.footage.set.get('r1')).toBe(STORY_LABELS);
  });

  it('of another recording empty nothing, and what would be lost is asked first', async () => {
    const parts = await withGrace();
    parts.footage.set.set('r1', STORY_LABELS);
    await open(parts, '#/studio/r1');
    await position();
    const bring = (csv: object): boolean =>
      fireEvent.change(screen.getByLabelText('Import CSV'), { target: { files: [csv] } });
    bring(csvFile('other.csv', 'second,label\n5000,awake\n5001,asleep\n'));
    expect((await screen.findByTestId('trouble')).dataset['code']).toBe('footage-other-labels');
    expect(parts.footage.set.get('r1')).toBe(STORY_LABELS);

    const part = csvFile('part.csv', 'second,label\n1,asleep\n5001,asleep\n');
    bring(part);
    let asked = within(await screen.findByRole('group', { name: 'Import part.csv?' }));
    expect(asked.getByText(/labels 1 second of this recording.*1 more of its rows.*would lose/)).toBeTruthy();
    await click(asked.getByRole('button', { name: 'Keep' }));
    expect(parts.footage.set.get('r1')).toBe(STORY_LABELS);

    bring(part);
    asked = within(await screen.findByRole('group', { name: 'Import part.csv?' }));
    await click(asked.getByRole('button', { name: 'Replace the labels' }));
    await vi.waitFor(() => expect(parts.footage.set.get('r1')?.filter(Boolean)).toEqual(['asleep']));
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
    const said = await screen.findByText(
      /Asleep: 4 labelled seconds with a face, and at least 20 are needed/,
    );
    expect(said.textContent).toContain('Record or import about 56 seconds asleep');
    expect(screen.getByTestId('start-training').hasAttribute('disabled')).toBe(true);
    expect(screen.getByText('something is missing')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Add footage' }).getAttribute('href')).toBe('#/studio/add');
    // Three seconds of it have no label yet.
    expect(screen.getByRole('link', { name: 'Label more' }).getAttribute('href')).toBe('#/studio/r1');
  });

  it('does not send anybody to a page where all is labelled', async () => {
    const parts = await labelled();
    parts.footage.set.set('r1', new Array<'awake'>(90).fill('awake'));
    const missing = [{ code: 'class-missing', label: 'asleep', have: 0, need: 2 }] as const;
    parts.studio.planned = { ...parts.studio.planned, missing };
    await open(parts, '#/studio/train');
    await screen.findByText(/Record or import about 60 seconds asleep/);
    expect(screen.queryByRole('link', { name: 'Label more' })).toBeNull();
  });

  it('says in plain words what it does, and why a curve is missing', async () => {
    const parts = await labelled();
    let tell: (event: TrainEvent) => void = () => undefined;
    parts.studio.onTrain = (_, onEvent, signal) => {
      tell = onEvent;
      return untilAborted(signal);
    };
    await open(parts, '#/studio/train');
    await vi.waitFor(() => expect(screen.getByTestId('start-training').hasAttribute('disabled')).toBe(false));
    await click(screen.getByTestId('start-training'));
    await screen.findByText('getting ready');
    act(() => tell({ type: 'preparing', share: 0.5 }));
    await screen.findByText('preparing the faces');
    act(() => {
      tell({ type: 'planned', steps: 12, validates: false });
      tell({ type: 'step', step: 3, steps: 12, loss: 0.75, remaining: 9000 });
    });
    await screen.findByText('learning, 25%');
    expect(screen.getByText(/There is too little footage to set seconds aside for this curve/)).toBeTruthy();
    act(() => tell({ type: 'comparing', share: 0.1 }));
    await screen.findByText('comparing');
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
    await screen.findByText('Step 3 of 12, about 9 sec left');
    expect(parts.studio.trainings[0]!.request).toMatchObject({
      recordingIds: ['r1'],
      mixup: { stage: 'V_state', partner: 'same', amount: 0.1, alpha: 0.75 },
    });
    await click(screen.getByRole('button', { name: 'Stop' }));
    await screen.findByTestId('start-training');
  });

  it('says before it starts what time and memory it takes, and as estimates', async () => {
    const parts = await labelled();
    parts.studio.onTrain = () =>
      Promise.resolve({
        kind: 'finished',
        checkpointId: 'm1',
        verdict: verdictOf('same', 'r1', () => new Blob()),
      });
    await open(parts, '#/studio/train');
    const cost = await screen.findByTestId('cost');
    expect(cost.textContent).toMatch(/^About 2\smin and 410\sMB of memory\. Estimated.*usual processor/);
    await click(screen.getByRole('radio', { name: /^Quick/ }));
    expect(cost.textContent).toMatch(/^About 20\ssec and 190\sMB/);
    await click(screen.getByTestId('start-training'));
    await screen.findByTestId('compare');
    expect(screen.getByTestId('cost').textContent).toMatch(/how fast the last training ran here/);
  });

  it('has a plain name for every setting, with the technical one beneath', async () => {
    await open(await labelled(), '#/studio/train');
    const form = (await screen.findByTestId('start-training')).closest('form')!;
    const terms = [...form.querySelectorAll('.setting-term')].map(({ textContent }) => textContent);
    for (const term of [
      'depth of fine-tuning',
      'epochs',
      'random seed',
      'mixup',
      'hold-out split',
      'base checkpoint',
    ])
      expect(terms).toContain(term);
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
    expect((await screen.findByTestId('advice')).textContent).toContain('Adopt it');
    await click(await screen.findByTestId('adopt'));
    await screen.findByTestId('adopted');
    expect(screen.getByTestId('advice').textContent, 'what is done needs no counsel').not.toContain(
      'Adopt it',
    );
    expect(await parts.checkpoints.adopted()).toBe('m1');
    await click(screen.getByTestId('roll-back'));
    await screen.findByTestId('adopt');
    expect(await parts.checkpoints.adopted()).toBeNull();
  });

  it('tries it on a face first: what predicts nothing is not adopted, and that is told', async () => {
    const parts = await compared('better');
    parts.studio.onRehearse = () => Promise.reject(new WakefulError('checkpoint-unsound', 'NaN', 'Train.'));
    await open(parts, '#/studio/models/m1');
    await click(await screen.findByTestId('adopt'));
    expect((await screen.findByTestId('trouble')).dataset['code']).toBe('checkpoint-unsound');
    expect(await parts.checkpoints.adopted()).toBeNull();
    await screen.findByTestId('adopt');
  });

  it('is told in seconds that were right, state by state, with the score beneath', async () => {
    await open(await compared('better'), '#/studio/models/m1');
    const advice = await screen.findByTestId('advice');
    expect(advice.textContent).toMatch(/^Yes.*right on 32 of 39 seconds, the old one on 23\./);
    expect([...screen.getByTestId('counts').children].map(({ textContent }) => textContent)).toEqual([
      'Asleep right on 7 of 8 seconds, before 5 of 8',
      'Drowsy right on 11 of 15 seconds, before 6 of 15',
      'Awake right on 14 of 16 seconds, before 12 of 16',
    ]);
    screen.getByText(/^Score \(macro-F1\): 0.83, before 0.58\./);
    screen.getByText(/In the monitor your eyes and head count too/);
    const after = within(screen.getByRole('region', { name: 'After' }));
    expect(after.getByText('32 of 39')).toBeTruthy();
    expect(after.getByTestId('macro-f1').textContent).toBe('0.83');
  });

  it('says why the score and the count differ where they do', async () => {
    const parts = await compared('better');
    const verdict = parts.studio.verdicts.get('m1')!;
    const before = {
      ...verdict.before,
      confusion: [
        [8, 0, 0],
        [0, 15, 0],
        [0, 0, 16],
      ],
    };
    parts.studio.verdicts.set('m1', { ...verdict, before });
    await open(parts, '#/studio/models/m1');
    await screen.findByText(/It counts the three states alike/);
  });

  it.each(['undo', 'keep'])('that was made against a model (%s) is not asked for again', async (how) => {
    const parts = await compared('better');
    await open(parts, '#/studio/models');
    await screen.findByText(/“Evenings” is new/);
    await goTo('#/studio/models/m1');
    if (how === 'undo') {
      await click(await screen.findByTestId('adopt'));
      await click(await screen.findByTestId('roll-back'));
    } else {
      await click(await screen.findByRole('link', { name: 'Keep the old one' }));
    }
    await goTo('#/studio/models');
    await screen.findByTestId('shipped');
    await vi.waitFor(() => expect(screen.queryByText(/is new/)).toBeNull());
  });

  it('to train is not asked for when all footage was trained on', async () => {
    const parts = await compared('better');
    parts.footage.set.set('r1', STORY_LABELS);
    vi.spyOn(parts.footage, 'recordings').mockResolvedValue(
      (await parts.footage.recordings()).map((each) => ({
        ...each,
        labelled: { asleep: 60, drowsy: 60, awake: 60 },
      })),
    );
    parts.checkpoints.stored[0] = { ...parts.checkpoints.stored[0]!, createdAt: 1 };
    await open(parts, '#/studio');
    await screen.findByTestId('recording');
    await act(() => Promise.resolve());
    expect(screen.queryByText(/Train your model/)).toBeNull();
  });

  it('says what a model of one’s own learned from in the page’s words, and of others what their card says', async () => {
    const parts = await compared('better');
    const training = { data: 'LFW and more', samples: 12, seed: 1 };
    const card = { backbone: 'faceres', fromStage: 'block9', training, limits: 'Fails in the dark.' };
    const other = await parts.checkpoints.add(new ArrayBuffer(8), 'From elsewhere', null, 2);
    parts.checkpoints.stored.splice(-1, 1, { ...other, card: JSON.stringify(card) });
    await open(parts, '#/studio/models');
    const detailsOf = async (name: string) =>
      (await screen.findByRole('heading', { name })).closest('li')!.querySelector('details')!.textContent;
    expect(await detailsOf('Evenings')).toContain('Own footage: 3 recordings; started from “Wakeful”.');
    expect(await detailsOf('Evenings')).toContain('Learned from the footage of a few people');
    expect(await detailsOf('From elsewhere')).toContain('LFW and more');
    expect(await detailsOf('From elsewhere')).toContain('Fails in the dark.');
  });

  it('to adopt what is worse takes a second wish', async () => {
    const parts = await compared('worse');
    await open(parts, '#/studio/models/m1');
    await click(await screen.findByRole('button', { name: 'Adopt it all the same' }));
    expect(await parts.checkpoints.adopted()).toBeNull();
    await click(screen.getByRole('button', { name: 'Yes, adopt it' }));
    await screen.findByTestId('adopted');
  });

  it('leads to where a session can begin, not to the summary of the last one', async () => {
    const parts = await compared('better');
    standInForUrls();
    const page = await openMonitoring({ studio: parts });
    await click(screen.getByTestId('stop'));
    await screen.findByTestId('summary');
    await goTo('#/studio/models/m1');
    await click(await screen.findByTestId('adopt'));
    await click(await screen.findByRole('link', { name: 'Go to the monitor' }));
    await goTo('#/');
    await screen.findByTestId('start');
    expect(page.stores.monitor.getState().phase).toBe('idle');
  });

  it('during a session says that the next one uses the new model', async () => {
    const parts = await compared('better');
    standInForUrls();
    await openMonitoring({ studio: parts });
    await goTo('#/studio/models/m1');
    await click(await screen.findByTestId('adopt'));
    await screen.findByText(/The running session goes on with the model before/);
  });

  it('names the states that are recognised less well, though the mean is higher', async () => {
    const parts = await compared('better');
    const verdict = parts.studio.verdicts.get('m1')!;
    const after = { ...verdict.after, f1: [0.9, 0.35, 0.9] };
    parts.studio.verdicts.set('m1', { ...verdict, after });
    await open(parts, '#/studio/models/m1');
    const lost = await screen.findByTestId('lost');
    expect(lost.textContent).toBe('Recognised less well than before: Drowsy (0.41 → 0.35).');
  });

  it('does not take stretches that happen to agree for certainty', async () => {
    const parts = await compared('better');
    const verdict = parts.studio.verdicts.get('m1')!;
    parts.studio.verdicts.set('m1', { ...verdict, difference: { low: 0.2501, high: 0.2502 } });
    await open(parts, '#/studio/models/m1');
    await screen.findByText(/the spread is unknown/);
  });

  it('shows one picture where the way faces are seen cannot have changed, and says why', async () => {
    const parts = await compared('better');
    const verdict = parts.studio.verdicts.get('m1')!;
    const { before } = verdict.projection;
    parts.studio.verdicts.set('m1', { ...verdict, projection: { before, after: before } });
    await open(parts, '#/studio/models/m1');
    await screen.findByTestId('same-projection');
    expect(screen.getAllByRole('img', { name: /Asleep, Drowsy, Awake/ })).toHaveLength(1);
  });

  it('can be tried on the webcam first, beside the model in use, and adopts nothing', async () => {
    const parts = await compared('better');
    const camera = { closed: 0 };
    const stream = { getTracks: () => [] } as unknown as MediaStream;
    const withCamera = {
      ...parts,
      openCamera: () => Promise.resolve({ stream, close: () => (camera.closed += 1) }),
    };
    await parts.checkpoints.add(new ArrayBuffer(8), 'Older', null);
    await parts.checkpoints.adopt('m2');
    let tell: (event: TrialEvent) => void = () => undefined;
    parts.studio.onTrial = (onEvent) => (tell = onEvent);
    standInForUrls();
    await openPage({ studio: withCamera });
    await goTo('#/studio/models/m1');
    await click(await screen.findByTestId('try-live'));
    await vi.waitFor(() => expect(parts.studio.trials).toHaveLength(1));
    expect(parts.studio.trials[0]).toMatchObject({
      backbone: 'faceres',
      before: { id: 'm2', name: 'Older' },
      after: { id: 'm1', name: 'Evenings' },
    });
    screen.getByText('Loading both models …');
    const before = { asleep: 0.1, drowsy: 0.2, awake: 0.7 };
    act(() =>
      tell({ type: 'predicted', before, after: { asleep: 0.1, drowsy: 0.8, awake: 0.1 }, tensors: [1, 1] }),
    );
    expect(within(screen.getByRole('region', { name: 'In use: Older' })).getByText('70%')).toBeTruthy();
    expect(screen.getByTestId('live-before').dataset['state']).toBe('awake');
    expect(screen.getByTestId('live-after').dataset['state']).toBe('drowsy');
    act(() => tell({ type: 'missing', reason: 'no-face' }));
    expect(screen.getByTestId('live-after').dataset['state'], 'unknown is never awake').toBe('none');
    await click(screen.getByRole('button', { name: 'End the try-out' }));
    await vi.waitFor(() => expect(camera.closed).toBe(1));
    expect(await parts.checkpoints.adopted()).toBe('m2');
  });

  it('to try it live without a camera says what to do', async () => {
    await open(await compared('better'), '#/studio/models/m1');
    await click(await screen.findByTestId('try-live'));
    expect((await screen.findByTestId('trouble')).dataset['code']).toBe('camera-missing');
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
