// @vitest-environment jsdom
import './realm';
import { act, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { AdoptedCheckpoint } from '../../../src/engine/protocol';
import { faceres } from '../../../src/network/faceres';
import { readBackboneFile } from '../../../src/network/weights';
import { faceresFile, madeUpCheckpoint } from '../../support/networks';
import { Device } from '../profile/device';
import { openPage, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

const file = await madeUpCheckpoint(faceres, readBackboneFile(faceres, faceresFile()), {
  fromStage: faceres.stages.at(-2)!.name,
});

/**
 * What the monitor is given to judge by, after somebody adopted a model of theirs and `happen`
 * befell it.
 */
async function judgedBy(happen: (device: Device, id: string) => Promise<void>) {
  const device = new Device();
  const storage = await device.open();
  const { id } = await storage.checkpoints.add(file.slice().buffer, 'Evenings', null);
  await storage.checkpoints.adopt(id);
  await happen(device, id);
  const { engine, stores } = await openPage({ kept: device.factory });
  await act(() => stores.monitor.getState().start({ learner: null, name: 'Ada', measure: 'all' }));
  const start = engine.calls.find((call) => call.name === 'start');
  if (start?.name !== 'start') throw new Error('It was not started.');
  let checkpoint: AdoptedCheckpoint | null = null;
  await act(async () => {
    checkpoint = await start.options.checkpoint();
  });
  return checkpoint as AdoptedCheckpoint | null;
}

describe('the adopted model', () => {
  it('is what the monitor judges by', async () => {
    const checkpoint = await judgedBy(() => Promise.resolve());
    expect(checkpoint).toMatchObject({ name: 'Evenings' });
    expect(Buffer.from(checkpoint!.file).equals(file)).toBe(true);
    expect(screen.queryByTestId('trouble')).toBeNull();
  });

  it.each<[string, (device: Device, id: string) => Promise<void>]>([
    [
      'whose file is cut off',
      (device, id) => device.tamper('checkpoint-files', `file/${id}`, new ArrayBuffer(9)),
    ],
    ['whose file is no file', (device, id) => device.tamper('checkpoint-files', `file/${id}`, 'gone')],
    ['whose record is damaged', (device, id) => device.tamper('checkpoints', id, { id, name: 7 })],
  ])('%s gives way to the shipped one, and the page says so', async (_, happen) => {
    expect(await judgedBy(happen)).toBeNull();
    await vi.waitFor(() => expect(screen.getByTestId('trouble').dataset['code']).toBe('record-corrupt'));
  });

  it('whose card this release refuses gives way too, and the page says so', async () => {
    const checkpoint = await judgedBy(async (device, id) => {
      const { checkpoints } = await device.open();
      const good = (await checkpoints.get(id))!;
      const card = good.card.replace(/"inputSize":\d+/, '"inputSize":2147483648');
      await device.tamper('checkpoints', id, { ...good, card });
    });
    expect(checkpoint).toBeNull();
    expect(screen.getByTestId('trouble').dataset['code']).toBe('adopted-invalid');
  });
});
