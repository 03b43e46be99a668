import { argMax, tidy } from '@tensorflow/tfjs-core';
import type { Weights } from '../network/backbone';
import type { DeviationModule } from '../network/deviation';
import { stateLogits } from '../network/state-module';
import type { Rows } from './rows';
import { rowFeatures } from './step';

/**
 * The most probable class of each row, in order.
 * @param atOnce rows that go through the network together
 * @param next called after each portion, to give way
 */
export async function predictRows(
  module: DeviationModule,
  state: Weights,
  rows: Rows,
  atOnce: number,
  next: () => Promise<void>,
): Promise<readonly number[]> {
  const predictions: number[] = [];
  for (let start = 0; start < rows.count; start += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, rows.count - start) }, (_, i) => start + i);
    const trunk = await rows.trunk(some);
    const classes = tidy(() =>
      argMax(stateLogits(state, rowFeatures(module, trunk, rows.identity(some))), 1),
    );
    predictions.push(...(await classes.data()));
    trunk.dispose();
    classes.dispose();
    await next();
  }
  return predictions;
}
