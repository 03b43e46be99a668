/** Lanczos coefficients for g = 7, n = 9 (Godfrey 2001): about 15 digits for positive arguments. */
const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x), x > 0. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const t = shifted + LANCZOS_G + 0.5;
  const series = LANCZOS.reduce((sum, c, i) => sum + (i === 0 ? c : c / (shifted + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(series);
}

/** Density of Beta(α, α) at λ in (0, 1) (paper, Figure 8). @throws RangeError unless α > 0. */
export function betaDensity(alpha: number, lambda: number): number {
  if (!(alpha > 0)) throw new RangeError(`α must be positive, not ${alpha}.`);
  const logBeta = 2 * logGamma(alpha) - logGamma(2 * alpha);
  return Math.exp((alpha - 1) * (Math.log(lambda) + Math.log1p(-lambda)) - logBeta);
}
