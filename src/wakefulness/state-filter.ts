import { WAKEFULNESS_CLASSES, type ClassProbabilities, type WakefulnessClass } from '../common/classes';
import type { Milliseconds } from '../common/clock';
import { FILTER_FORGETS, FILTER_STEP } from './constants';

/**
 * Log-likelihood that evidence adds to each state, nats per second. Only differences between the
 * states matter.
 */
export type EvidenceRates = Readonly<Record<WakefulnessClass, number>>;

/**
 * Prior knowledge: how often people pass from one state to another, per second. Sticky, because
 * states last for many seconds; neighbours in the order awake, drowsy, asleep are reached more
 * often than the state beyond (the paper mixes only neighbouring classes for the same reason).
 * Chosen; the stories hold them.
 */
export const TRANSITIONS_PER_SECOND: Readonly<Record<WakefulnessClass, EvidenceRates>> = {
  awake: { awake: 0, drowsy: 1 / 300, asleep: 1 / 3000 },
  drowsy: { awake: 1 / 40, drowsy: 0, asleep: 1 / 60 },
  asleep: { awake: 1 / 60, drowsy: 1 / 15, asleep: 0 },
};

/**
 * What the transitions alone lead to: the solution of π Q = 0 with Σ π = 1 (Cramer's rule on the
 * balance of flows).
 */
export const PRIOR: ClassProbabilities = stationary();

/**
 * Bayes filter over three sticky states in continuous time: between observations the probabilities
 * follow the transition rates, and evidence multiplies them by exp(rate · time). Nothing in it
 * counts frames.
 */
export class StateFilter {
  #p: Record<WakefulnessClass, number> = { ...PRIOR };

  get probabilities(): ClassProbabilities {
    return this.#p;
  }

  /** Time passes; `evidence` null: nothing was seen meanwhile, and what is known fades. */
  advance(duration: Milliseconds, evidence: EvidenceRates | null): void {
    if (evidence === null && duration >= FILTER_FORGETS) {
      this.reset();
      return;
    }
    const steps = Math.ceil(duration / FILTER_STEP);
    const seconds = duration / 1000 / steps;
    for (let step = 0; step < steps; step++) {
      // Half of the evidence before and half after the transitions (Strang 1968): accurate to
      // second order.
      if (evidence !== null) this.#p = afterEvidence(this.#p, evidence, seconds / 2);
      this.#p = afterTransitions(this.#p, seconds);
      if (evidence !== null) this.#p = afterEvidence(this.#p, evidence, seconds / 2);
    }
  }

  reset(): void {
    this.#p = { ...PRIOR };
  }
}

/**
 * First order in the step; with at most 1/12 a second and 50 ms the neglected terms are under 1e-5.
 */
function afterTransitions(p: ClassProbabilities, seconds: number): Record<WakefulnessClass, number> {
  const next = { ...p };
  for (const from of WAKEFULNESS_CLASSES) {
    for (const to of WAKEFULNESS_CLASSES) {
      const flow = p[from] * TRANSITIONS_PER_SECOND[from][to] * seconds;
      next[from] -= flow;
      next[to] += flow;
    }
  }
  return next;
}

function afterEvidence(
  p: ClassProbabilities,
  rates: EvidenceRates,
  seconds: number,
): Record<WakefulnessClass, number> {
  // The largest rate is taken out first, so that exp never overflows and something is always left.
  const highest = Math.max(rates.asleep, rates.drowsy, rates.awake);
  const next = {
    asleep: p.asleep * Math.exp((rates.asleep - highest) * seconds),
    drowsy: p.drowsy * Math.exp((rates.drowsy - highest) * seconds),
    awake: p.awake * Math.exp((rates.awake - highest) * seconds),
  };
  const sum = next.asleep + next.drowsy + next.awake;
  return { asleep: next.asleep / sum, drowsy: next.drowsy / sum, awake: next.awake / sum };
}

function stationary(): ClassProbabilities {
  const q = TRANSITIONS_PER_SECOND;
  // Weight of a state: sum over the three trees of flows that lead into it (Markov chain tree
  // theorem).
  const awake =
    q.drowsy.awake * q.asleep.awake + q.drowsy.asleep * q.asleep.awake + q.asleep.drowsy * q.drowsy.awake;
  const drowsy =
    q.awake.drowsy * q.asleep.drowsy + q.awake.asleep * q.asleep.drowsy + q.asleep.awake * q.awake.drowsy;
  const asleep =
    q.awake.asleep * q.drowsy.asleep + q.drowsy.awake * q.awake.asleep + q.awake.drowsy * q.drowsy.asleep;
  const sum = awake + drowsy + asleep;
  return { asleep: asleep / sum, drowsy: drowsy / sum, awake: awake / sum };
}
