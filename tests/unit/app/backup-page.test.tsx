// @vitest-environment jsdom
import './realm';
import { Blob as NodeBlob, File as NodeFile } from 'node:buffer';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { enrolmentAt } from '../../support/scripted-engine';
import { click, goTo, NOON, openPage, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();
// jsdom's cannot be read.
beforeEach(() => {
  vi.stubGlobal('Blob', NodeBlob);
  vi.stubGlobal('File', NodeFile);
});

const choose = (file: Blob): void => {
  const input = screen.getByLabelText('Restore from a file');
  fireEvent.change(input, { target: { files: [new File([file], 'wakeful-backup.zip')] } });
};

async function exported(): Promise<Blob> {
  const offered: Blob[] = [];
  URL.createObjectURL = (blob) => (offered.push(blob as Blob), 'blob:backup');
  URL.revokeObjectURL = vi.fn();
  await openPage({
    before: async (storage) => {
      await storage.learners.add(enrolmentAt(NOON), 'Ada');
    },
  });
  await goTo('#/learners');
  await click(screen.getByRole('button', { name: 'Export everything' }));
  await screen.findByText(/Your browser is saving the file/);
  return offered[0]!;
}

describe('everything as one file', () => {
  it('goes to another device, which says what it will do and asks', async () => {
    const file = await exported();
    cleanup();
    const { storage } = await openPage();
    choose(file);
    const question = await screen.findByTestId('restore-plan');
    within(question).getByText('1 learner');
    within(question).getByText('Added');
    expect(await storage.learners.list()).toEqual([]);
    await click(within(question).getByRole('button', { name: 'Restore' }));
    await screen.findByText('Everything in the file is here.');
    expect((await storage.learners.list()).map(({ name }) => name)).toEqual(['Ada']);
    await screen.findByRole('heading', { name: /Ada/ });

    choose(file);
    await screen.findByText(/is here already/);
  });

  it('that is something else is refused in plain words', async () => {
    await openPage();
    await goTo('#/learners');
    choose(new Blob(['a letter']));
    await screen.findByText('This is not a file of “Export everything”');
  });
});
