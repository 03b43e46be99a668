import type { Random } from '../common/random';

/**
 * Natural logarithm of a Gamma(shape, 1) variate, shape > 0.
 *
 * Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000;
 * shapes below 1 by their boost Gamma(a) = Gamma(a + 1)·U^(1/a). The logarithm keeps small shapes
 * from underflowing to 0.
 */
function logGamma(random: Random, shape: number): number {
  if (shape < 1) return logGamma(random, shape + 1) + Math.log(random.positiveUniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root ** 3;
    if (Math.log(random.positiveUniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return Math.log(d * v);
    }
  }
}

/**
 * A variate of Beta(alpha, beta), in [0, 1]: X / (X + Y) of two gamma variates.
 * @throws RangeError unless both parameters are positive and finite.
 */
export function sampleBeta(random: Random, alpha: number, beta: number): number {
  if (!(alpha > 0 && beta > 0 && Number.isFinite(alpha) && Number.isFinite(beta))) {
    throw new RangeError(`Beta(${alpha}, ${beta}) is not a distribution: both parameters must be positive.`);
  }
  const difference = logGamma(random, beta) - logGamma(random, alpha);
  return 1 / (1 + Math.exp(difference));
}
