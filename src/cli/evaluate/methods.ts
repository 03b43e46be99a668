/** Ways of judging single faces: the network, the eyes, both, and no look at all. */
import { WAKEFULNESS_CLASSES } from '../../common/classes';
import { calledByOpening } from '../../evaluation/eye-opening';
import { fused } from '../../evaluation/fusion';
import type { Method } from '../../evaluation/methods';
import { mostProbable } from '../judging/judged';
import type { Fits, MeasuredFaces } from './fits';

const AWAKE = WAKEFULNESS_CLASSES.indexOf('awake');

export function networkMethod(name: string, judged: readonly ArrayLike<number>[]): Method {
  return { name, called: judged.map(mostProbable), notAwake: judged.map((p) => 1 - p[AWAKE]!) };
}

/** Those that something must be fitted for. */
export interface FittedMethods {
  readonly personal: Method;
  readonly fixed: Method;
  readonly both: Method;
  readonly majority: Method;
}

export function fittedMethods({ rows, network, openings }: MeasuredFaces, fits: Fits): FittedMethods {
  const fitted = rows.map(({ subject }) => fits.of(subject));
  const byEyes = (name: string, measure: 'personal' | 'fixed'): Method => ({
    name,
    called: openings[measure].map((opening, i) => calledByOpening(opening, fitted[i]![measure])),
    notAwake: openings[measure].map((opening) => -opening),
  });
  return {
    personal: byEyes('eyes, personal threshold', 'personal'),
    fixed: byEyes('eyes, fixed threshold', 'fixed'),
    both: networkMethod(
      'network and eyes',
      fitted.map(({ fusion }, i) => fused(fusion, network[i]!, openings.personal[i]!)),
    ),
    majority: { name: 'majority class', called: fitted.map(({ majority }) => majority), notAwake: null },
  };
}
