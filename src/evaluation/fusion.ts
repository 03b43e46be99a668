/**
 * Network and eyes together on single faces: the logarithmic pool of two posteriors,
 * p ∝ p_network^w · p_eyes^(1−w) (Genest and Zidek 1986), calibrated by a temperature. The monitor
 * fuses over time; this is the same idea without time.
 */
import { calibration, fitTemperature, tempered } from './calibration';
import { fitOpeningModel, openingPosterior, type OpeningModel } from './eye-opening';

export interface Fusion {
  readonly eyes: OpeningModel;
  /** The network's weight w, 0..1: 0 is the eyes alone. */
  readonly weight: number;
  readonly temperature: number;
}

/** A probability of 0 is taken for this: neither source may rule out a class for good. */
const LEAST_PROBABILITY = 1e-6;
const STEPS = 10;

function pool(network: ArrayLike<number>, eyes: readonly number[], weight: number): readonly number[] {
  const mixed = eyes.map(
    (p, i) =>
      Math.max(LEAST_PROBABILITY, network[i]!) ** weight * Math.max(LEAST_PROBABILITY, p) ** (1 - weight),
  );
  const whole = mixed.reduce((sum, value) => sum + value, 0);
  return mixed.map((value) => value / whole);
}

/**
 * Fits everything on labelled faces, of other people than those to be classified: the weight (in
 * tenths) whose pool makes the true classes most likely at its best temperature.
 * @throws RangeError without faces, or when the lists differ in length
 */
export function fitFusion(
  network: readonly ArrayLike<number>[],
  openings: readonly number[],
  truth: readonly number[],
): Fusion {
  const eyes = fitOpeningModel(openings, truth);
  const seen = openings.map((opening) => openingPosterior(eyes, opening));
  let best: Fusion = { eyes, weight: 1, temperature: 1 };
  let loss = Infinity;
  for (let step = 0; step <= STEPS; step++) {
    const weight = step / STEPS;
    const rows = network.map((row, i) => pool(row, seen[i]!, weight));
    const temperature = fitTemperature(rows, truth);
    const { nll } = calibration(
      rows.map((row) => tempered(row, temperature)),
      truth,
    );
    if (nll < loss) [loss, best] = [nll, { eyes, weight, temperature }];
  }
  return best;
}

/** The fused posterior of one face. */
export function fused(
  { eyes, weight, temperature }: Fusion,
  network: ArrayLike<number>,
  opening: number,
): readonly number[] {
  return tempered(pool(network, openingPosterior(eyes, opening), weight), temperature);
}
