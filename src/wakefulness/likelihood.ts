import type { ClassProbabilities, WakefulnessClass } from '../common/classes';
import { LONG_CLOSURE } from './constants';
import type { OcularFeatures } from './evidence';
import { clamp, ramp } from './ramp';
import type { EvidenceRates } from './state-filter';
import type { StateCause } from './state-event';

/** One piece of evidence: how many nats a second it adds to the state that it speaks for. */
export interface Contribution {
  readonly cause: StateCause;
  readonly toward: WakefulnessClass;
  readonly rate: number;
}

export interface Likelihood {
  readonly rates: EvidenceRates;
  readonly contributions: readonly Contribution[];
}

/** How much each source counts. Ocular evidence alone: a null posterior, whatever the weights. */
export interface FusionWeights {
  readonly ocular: number;
  readonly network: number;
}

/** Chosen on clips of people whom the default checkpoint had not seen (models/default.md). */
export const DEFAULT_FUSION: FusionWeights = { ocular: 1, network: 0.25 };

/**
 * nats per second of each ocular sign at its strongest. Table 1 of the paper is the prior
 * knowledge: closed over one second is Asleep and nothing else, closed for less than a second or
 * half closed leans to Drowsy, eyes that are wide open and stay so are Awake, whatever was before.
 * Chosen on stories and recorded faces.
 */
const RATES = {
  closedOverOneSecond: 80,
  openAgainstAsleep: 12,
  longClosureNow: 5,
  wideOpen: 6,
  halfClosed: 3,
  heavyBlinking: 4,
  perclos: 1.5,
  yawning: 1,
  nods: 1,
  headDropped: 3,
} as const;

/** Slow opening from which eyes begin to count as wide, and from which they fully do. */
const WIDE = { from: 0.55, to: 0.8 } as const;
/** Slow opening below which eyes begin to count as half closed, and below which they fully do. */
const HALF = { from: 0.55, to: 0.35 } as const;
/**
 * PERCLOS (1 min) from which it begins to speak for drowsiness, and from which it fully does.
 * Chosen above the 0.1 or so at which studies of drivers over several minutes set alarms, for one
 * minute is noisy.
 */
const HIGH_PERCLOS = { from: 0.15, to: 0.3 } as const;
/**
 * Slowness of blinking (OcularFeatures) from which it begins to be heavy, and from which it fully
 * is. Chosen on recorded faces.
 */
const HEAVY_BLINKING = { from: 0.1, to: 0.15 } as const;
/**
 * What is left of the past's evidence while the eyes are wide open: Table 1 judges the present
 * second.
 */
const PAST_COUNTS_WHEN_WIDE = 0.15;

/** Table 1 as rates of evidence. */
export function ocularLikelihood(f: OcularFeatures): Likelihood {
  const heavy = ramp(f.slowBlinking, HEAVY_BLINKING.from, HEAVY_BLINKING.to);
  const wide = f.closed ? 0 : ramp(f.opening, WIDE.from, WIDE.to) * (1 - heavy) * f.visibility;
  const half = ramp(f.opening, HALF.from, HALF.to);
  const past = 1 - (1 - PAST_COUNTS_WHEN_WIDE) * wide;
  const { asleepNow } = f;
  const longNow = !asleepNow && f.sureClosure > LONG_CLOSURE;

  const contributions: Contribution[] = [
    { cause: 'eyes-closed-over-1s', toward: 'asleep', rate: asleepNow ? RATES.closedOverOneSecond : 0 },
    { cause: 'head-dropped', toward: 'asleep', rate: asleepNow && f.headDropped ? RATES.headDropped : 0 },
    { cause: 'eyes-open', toward: 'awake', rate: RATES.wideOpen * wide },
    {
      cause: 'eyes-half-closed',
      toward: 'drowsy',
      rate: asleepNow ? 0 : RATES.halfClosed * half * f.closedWeight,
    },
    {
      cause: 'long-blinks',
      toward: 'drowsy',
      rate: (longNow ? RATES.longClosureNow : 0) + RATES.heavyBlinking * heavy,
    },
    {
      cause: 'high-perclos',
      toward: 'drowsy',
      rate: RATES.perclos * ramp(f.perclos ?? 0, HIGH_PERCLOS.from, HIGH_PERCLOS.to) * past,
    },
    { cause: 'yawning', toward: 'drowsy', rate: f.yawning ? RATES.yawning : 0 },
    { cause: 'head-nodding', toward: 'drowsy', rate: RATES.nods * Math.min(1, f.nods) * past },
  ];
  const rates = summed(contributions);
  if (f.closed && !asleepNow) {
    // Not yet a second: says nothing between drowsy and asleep, so a sleeper whose lids flickered
    // stays asleep.
    rates.asleep += rates.drowsy;
  } else if (!f.closed) {
    rates.asleep -= RATES.openAgainstAsleep * f.visibility;
  }
  return { rates, contributions };
}

/** Largest log ratio that one network verdict may claim: e³ ≈ 20 to 1. */
const POSTERIOR_LOG_RATIO_LIMIT = 3;

/**
 * The network's posterior as rates: its log ratio of drowsy and of asleep to awake, per second,
 * where that is positive. That somebody is awake, the network does not say: it learned what
 * half-closed eyes look like on other people, while the eyes are measured against the learner's
 * own. Counted both ways it talked clipB's half-closed eyes awake; counted this way it finds more
 * of them than the eyes alone (models/default.md).
 */
export function networkLikelihood(posterior: ClassProbabilities): Likelihood {
  const log = (state: WakefulnessClass): number => Math.log(Math.max(posterior[state], 1e-6));
  const contributions = (['asleep', 'drowsy'] as const).map((state): Contribution => ({
    cause: `network-sees-${state}`,
    toward: state,
    rate: clamp(log(state) - log('awake'), 0, POSTERIOR_LOG_RATIO_LIMIT),
  }));
  return { rates: summed(contributions), contributions };
}

/** Weighted sum of what the eyes and the network say; `network` null: the eyes alone. */
export function fuse(ocular: Likelihood, network: Likelihood | null, weights: FusionWeights): Likelihood {
  const weighted = (likelihood: Likelihood, weight: number): Likelihood => ({
    rates: {
      asleep: likelihood.rates.asleep * weight,
      drowsy: likelihood.rates.drowsy * weight,
      awake: likelihood.rates.awake * weight,
    },
    contributions: likelihood.contributions.map((c) => ({ ...c, rate: c.rate * weight })),
  });
  const eyes = weighted(ocular, weights.ocular);
  if (network === null) return eyes;
  const net = weighted(network, weights.network);
  return {
    rates: {
      asleep: eyes.rates.asleep + net.rates.asleep,
      drowsy: eyes.rates.drowsy + net.rates.drowsy,
      awake: eyes.rates.awake + net.rates.awake,
    },
    contributions: [...eyes.contributions, ...net.contributions],
  };
}

function summed(contributions: readonly Contribution[]): Record<WakefulnessClass, number> {
  const rates = { asleep: 0, drowsy: 0, awake: 0 };
  for (const { toward, rate } of contributions) rates[toward] += rate;
  return rates;
}
