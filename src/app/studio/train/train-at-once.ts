import type { Studio, TrainRequest } from '../../../engine/studio-api';
import { hrefOf } from '../../shared/routes';
import type { StudioValue } from '../context';
import { labelledCount } from '../recordings';
import { DEFAULT_TRAINING } from './training-store';

const FOOTAGE = [
  hrefOf({ page: 'studio', view: { name: 'footage' } }),
  hrefOf({ page: 'studio', view: { name: 'footage', adds: true } }),
];

/** From a film with its labels to a training with the defaults, on all footage of that person. */
export function createTrainAtOnce(
  studio: Studio,
  footage: StudioValue['footage'],
  training: StudioValue['training'],
): StudioValue['trainAtOnce'] {
  return async (film, name) => {
    await footage.getState().extract([film]);
    const own = (footage.getState().recordings ?? []).filter(
      (recording) => recording.personId === film.personId && labelledCount(recording) > 0,
    );
    const read = own.find(({ session }) => session === film.session);
    // It failed or was stopped, which is told with the film.
    if (read?.extraction.kind !== 'done') return;
    const recordingIds = own.map(({ id }) => id);
    const request: TrainRequest = { ...DEFAULT_TRAINING, recordingIds, name };
    const plan = await studio.plan(request).catch(() => null);
    // Somebody who has gone elsewhere meanwhile is left there.
    if (FOOTAGE.includes(location.hash)) location.hash = hrefOf({ page: 'studio', view: { name: 'train' } });
    const { unfinished, start } = training.getState();
    // What is missing is said on that page; an unfinished training is not thrown away unasked.
    if (plan?.missing.length === 0 && !unfinished) await start(request);
  };
}
