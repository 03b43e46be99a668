/**
 * The comparison of a fine-tuning: the network before and the one after, on the held-out seconds.
 */
import { fitTemperature, tempered } from '../evaluation/calibration';
import { projectStates, samplesToProject } from '../evaluation/projection';
import type { FaceSamples } from '../network/face-samples';
import { predict, type Classifier } from '../network/inference';
import type { PlannedFaces } from './footage';
import type { PlannedTraining } from './plan';
import { predictSeconds, weigh, worstSeconds, type ProjectedPoint, type Verdict } from './verdict';

/** How much of the comparison is done after each of its parts. */
const DONE = { before: 0.3, temperature: 0.4, after: 0.7 } as const;

/** Faces of each class in the projection: its time grows with the square of their number. */
const PROJECTED_PER_CLASS = 60;

/**
 * A temperature below 1 sharpens the posterior. What a few seconds of one's own footage seem to
 * allow is not to be believed: the monitor's filter would take every prediction for certain.
 */
const LEAST_TEMPERATURE = 1;

export interface NetworkComparison extends Pick<
  Verdict,
  'before' | 'after' | 'difference' | 'advice' | 'worst' | 'projection'
> {
  /** The new network's. */
  readonly temperature: number;
}

/**
 * @param before the network as it was, at its own temperature
 * @param after the new one at temperature 1
 * @param onProgress told how much is done, 0..1
 */
export async function compareNetworks(
  before: Classifier,
  after: Classifier,
  planned: PlannedTraining,
  { validation, heldOut, shown }: PlannedFaces,
  onProgress: (fraction: number) => Promise<void>,
): Promise<NetworkComparison> {
  const { seconds, crops, holdOut } = planned;
  const { seed } = planned.request;
  const told =
    (from: number, to: number, { samples }: FaceSamples) =>
    (done: number) =>
      onProgress(from + (to - from) * (samples.length === 0 ? 1 : done / samples.length));
  await onProgress(0);
  const then = await posteriorsOf(before, heldOut, told(0, DONE.before, heldOut));
  const temperature = await refitTemperature(
    after,
    validation,
    before.state.temperature,
    told(DONE.before, DONE.temperature, validation),
  );
  const now = await posteriorsOf(after, heldOut, told(DONE.temperature, DONE.after, heldOut));
  const calibrated = now.map((row) => tempered(row, temperature));
  const predictions = predictSeconds(seconds, crops.heldOut, then, calibrated);
  return {
    ...weigh(predictions, holdOut.heldOutBlocks, seed),
    worst: worstSeconds(seconds, predictions),
    projection: await projectBoth(before, after, shown, seed, (done) =>
      onProgress(DONE.after + (1 - DONE.after) * done),
    ),
    temperature,
  };
}

async function posteriorsOf(
  network: Classifier,
  faces: FaceSamples,
  onProgress: (done: number) => Promise<void>,
): Promise<readonly Float32Array[]> {
  const { probabilities } = await predict(network, faces, [...faces.samples.keys()], onProgress);
  return probabilities;
}

/**
 * The new network's temperature, from seconds of the training side: the held-out ones must not
 * help.
 * @param before the base's, which stays where there is no validation
 */
async function refitTemperature(
  network: Classifier,
  validation: FaceSamples,
  before: number,
  onProgress: (done: number) => Promise<void>,
): Promise<number> {
  if (validation.samples.length === 0) return Math.max(LEAST_TEMPERATURE, before);
  const fitted = fitTemperature(
    await posteriorsOf(network, validation, onProgress),
    validation.samples.map(({ label }) => label),
  );
  return Math.max(LEAST_TEMPERATURE, fitted);
}

/** V_state before and after in the plane, the same faces in both. */
async function projectBoth(
  before: Classifier,
  after: Classifier,
  faces: FaceSamples,
  seed: number,
  onProgress: (fraction: number) => Promise<void>,
): Promise<Verdict['projection']> {
  const chosen = samplesToProject(faces.samples, seed, PROJECTED_PER_CLASS);
  const shown = chosen.map((index) => faces.samples[index]!);
  const project = async (network: Classifier, from: number): Promise<readonly ProjectedPoint[]> => {
    const { vectors } = await predict(network, faces, chosen, (done) =>
      onProgress(from + (0.5 * done) / chosen.length),
    );
    const points = await projectStates(shown, vectors, seed);
    return points.map(({ x, y, group }, i) => ({ x, y, group, personId: shown[i]?.subject ?? null }));
  };
  return { before: await project(before, 0), after: await project(after, 0.5) };
}
