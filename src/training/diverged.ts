import { WakefulError } from '../common/errors';

/** Where a number stopped being finite first. */
export type DivergenceSource =
  /** The images or what the frozen part of the network makes of them. */
  | 'input'
  /** The loss, all inputs being finite: the weights have grown too large. */
  | 'loss'
  /** A gradient, the loss being finite. */
  | 'gradient';

/** A training that came upon NaN or infinity. The last checkpoint holds finite weights. */
export class TrainingDivergedError extends WakefulError<'training-diverged'> {
  readonly source: DivergenceSource;
  /** The step it happened in, from 0. */
  readonly batch: number;
  /** Weights whose gradients are not finite, or the sample numbers of the inputs that are not. */
  readonly names: readonly string[];

  constructor(source: DivergenceSource, batch: number, names: readonly string[]) {
    const where =
      names.length > 0 ? ` (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})` : '';
    super(
      'training-diverged',
      `The ${source} was no longer a finite number in step ${batch + 1}${where}.`,
      source === 'input'
        ? 'Take the named samples out of the training data: their images or the network file are broken.'
        : 'Train again with a smaller learning rate or with gradient clipping.',
    );
    this.source = source;
    this.batch = batch;
    this.names = names;
  }
}
