/**
 * The calibration of a checkpoint's posterior, brought into the state module: whoever reads the
 * network then has it.
 */
import type { CheckpointCard } from './checkpoint-card';
import type { WeightValues } from './weights';

const OUTPUT_BIAS = 'state/output/bias';

/**
 * The state module whose logits, divided by the card's temperature, are calibrated: softmax(z / T +
 * b) is softmax((z + T·b) / T), so that T·b goes into the bias of its last layer. Checkpoints
 * without biases are left as they are.
 */
export function calibratedState(
  { temperature, calibration }: Pick<CheckpointCard, 'temperature' | 'calibration'>,
  state: WeightValues,
): WeightValues {
  const own = state.get(OUTPUT_BIAS);
  if (!calibration || !own) return state;
  const moved = own.map((value, label) => value + temperature * calibration.biases[label]!);
  return new Map([...state, [OUTPUT_BIAS, moved]]);
}
