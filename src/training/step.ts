/**
 * What the trained part makes of rows: predictions for validation, and one training step's loss and
 * gradients, summed over micro-batches to what the whole batch would give.
 */
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import {
  add,
  argMax,
  dispose,
  logSoftmax,
  matMul,
  mul,
  neg,
  reshape,
  square,
  stack,
  sum,
  tensor2d,
  tidy,
  valueAndGrads,
} from '@tensorflow/tfjs-core';
import type { Random } from '../common/random';
import type { Weights } from '../network/backbone';
import { faceVectors, stateVectors, type DeviationModule } from '../network/deviation';
import { DROPOUT_RATE, HIDDEN_UNITS, stateLogits } from '../network/state-module';
import { microBatches } from './batches';
import { TrainingDivergedError } from './diverged';
import { mixingMatrix, rowsOf, type TrainingItem } from './items';
import type { Rows } from './rows';

/**
 * What the state module reads of some rows [rows, embeddingSize]; differentiable in the Face
 * Model's weights.
 * @param vId V_id of the rows; null: without deviation module, V_face as it is
 */
export function rowFeatures(module: DeviationModule, trunk: Tensor, vId: Tensor2D | null): Tensor2D {
  const vFace = faceVectors(module, trunk);
  return vId === null ? vFace : stateVectors(module, vFace, vId);
}

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

/**
 * Factors of the hidden units of a batch, [items × HIDDEN_UNITS]: 0 or 1/(1 − rate), in the order
 * of the items.
 */
export function dropoutMask(items: number, random: Random): Float32Array {
  const kept = 1 / (1 - DROPOUT_RATE);
  return Float32Array.from({ length: items * HIDDEN_UNITS }, () =>
    random.uniform() < DROPOUT_RATE ? 0 : kept,
  );
}

export interface StepInput {
  /** The frozen parts; the Face Model's and the state module's weights come from `weights`. */
  readonly module: DeviationModule;
  /** Trained weights by name: the Face Model's and the state module's. */
  readonly weights: Weights;
  readonly items: readonly TrainingItem[];
  readonly rows: Rows;
  /** What each class counts in the loss. */
  readonly classWeights: readonly number[];
  readonly dropout: Float32Array;
  /** Rows that go through the Face Model together. */
  readonly rowsAtOnce: number;
  /** Number of the step, for error messages. */
  readonly batch: number;
}

export interface StepGradients {
  /** Mean cross-entropy of the batch, each item weighed by its classes' weights. */
  readonly loss: number;
  /** By weight name; the caller's. */
  readonly gradients: ReadonlyMap<string, Tensor>;
  /** L2 norm of all gradients together. */
  readonly norm: number;
}

/** @throws TrainingDivergedError when the loss or a gradient is not finite */
export async function stepGradients(input: StepInput): Promise<StepGradients> {
  const { items, weights, rowsAtOnce } = input;
  const names = [...weights.keys()];
  const total = items.reduce((all, item) => all + itemWeight(item, input.classWeights), 0);
  /** The loss, then the gradients in the order of `names`. */
  let sums: readonly Tensor[] = [];
  let firstItem = 0;
  for (const part of microBatches(items, rowsAtOnce, (some) => rowsOf(some).length)) {
    const added = await microGradients(input, part, firstItem, total);
    firstItem += part.length;
    if (sums.length === 0) sums = added;
    else {
      const before = sums;
      sums = before.map((tensor, i) => add(tensor, added[i]!));
      dispose([...before, ...added]);
    }
  }
  const [lossTensor, ...gradients] = sums;
  if (!lossTensor) throw new RangeError('A training step needs at least one item.');

  const { loss, squares } = await measures(lossTensor, gradients);
  lossTensor.dispose();
  const norm = Math.sqrt(squares.reduce((all, value) => all + value, 0));
  if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
    dispose(gradients);
    throw await divergence(
      input,
      Number.isFinite(loss) ? names.filter((_, i) => !Number.isFinite(squares[i])) : null,
    );
  }
  return { loss, gradients: new Map(names.map((name, i) => [name, gradients[i]!])), norm };
}

const itemWeight = ({ target, weight }: TrainingItem, classWeights: readonly number[]): number =>
  weight * target.reduce((all, fraction, label) => all + fraction * classWeights[label]!, 0);

/**
 * Loss, then gradients, of a part of a batch, divided by the whole batch's weight so that they add
 * up.
 */
async function microGradients(
  { module, weights, rows, classWeights, dropout }: StepInput,
  items: readonly TrainingItem[],
  firstItem: number,
  totalWeight: number,
): Promise<readonly Tensor[]> {
  const needed = rowsOf(items);
  const trunk = await rows.trunk(needed);
  const names = [...weights.keys()];
  const constants = {
    trunk,
    vId: rows.identity(needed),
    mixing: mixingMatrix(items, needed),
    targets: tensor2d(
      items.flatMap(({ target, weight }) =>
        target.map((fraction, label) => (weight * fraction * classWeights[label]!) / totalWeight),
      ),
      [items.length, classWeights.length],
    ),
    dropout: tensor2d(dropout.subarray(firstItem * HIDDEN_UNITS, (firstItem + items.length) * HIDDEN_UNITS), [
      items.length,
      HIDDEN_UNITS,
    ]),
  };
  const { value, grads } = valueAndGrads((...trained: Tensor[]) => {
    const current = new Map(names.map((name, i) => [name, trained[i]!]));
    const perRow = rowFeatures({ ...module, face: current }, constants.trunk, constants.vId);
    const perItem = constants.mixing === null ? perRow : matMul<Tensor2D>(constants.mixing, perRow);
    const logits = stateLogits(current, perItem, constants.dropout);
    return neg<Scalar>(sum(mul(constants.targets, logSoftmax(logits))));
  })([...weights.values()]);
  dispose(Object.values(constants).filter((value) => value !== null));
  return [value, ...grads];
}

/** The loss and the squared norm of each gradient, in one readback. */
async function measures(
  loss: Tensor,
  gradients: readonly Tensor[],
): Promise<{ loss: number; squares: readonly number[] }> {
  const all = tidy(() =>
    stack([reshape(loss, []), ...gradients.map((gradient) => sum<Scalar>(square(gradient)))]),
  );
  const [first = NaN, ...squares] = await all.data<'float32'>();
  all.dispose();
  return { loss: first, squares };
}

/**
 * Why a number is not finite. The inputs are looked at first: some backends' ReLU turns NaN into 0,
 * so that a broken input first shows in a gradient.
 * @param gradients names of the gradients that are not finite; null: already the loss is not
 */
async function divergence(
  { items, rows, batch }: StepInput,
  gradients: readonly string[] | null,
): Promise<TrainingDivergedError> {
  const broken = new Set<number>();
  for (const row of rowsOf(items)) {
    const inputs = [await rows.trunk([row]), rows.identity([row])].filter((input) => input !== null);
    const values = await Promise.all(inputs.map((input) => input.data<'float32'>()));
    dispose(inputs);
    if (!values.every((numbers) => numbers.every(Number.isFinite))) {
      for (const sample of rows.samplesOf(row)) broken.add(sample);
    }
  }
  if (broken.size > 0) {
    return new TrainingDivergedError(
      'input',
      batch,
      [...broken].map((sample) => `sample ${sample}`),
    );
  }
  return gradients === null
    ? new TrainingDivergedError('loss', batch, [])
    : new TrainingDivergedError('gradient', batch, gradients);
}
