/** What a training is given, what it tells, and what comes out of it. */
import { weightSpecs, type Backbone, type Weights, type WeightSpec } from '../network/backbone';
import type { FaceSamples, LabelledSample } from '../network/face-samples';
import { encodeUtf8, sha256 } from '../network/platform';
import { stateSpecs } from '../network/state-module';
import { trainedDigest, type TrainedWeights } from '../network/weights';
import type { PauseSwitch, StopSignal } from './control';
import type { ConfusionMatrix } from './metrics';
import type { MixupOptions, MixupReport } from './mixup';
import type { Recipe } from './recipe';
import type { TrainingSettings, TrainingCheckpoint } from './training-checkpoint';
import type { Undersampling } from './undersampling';

export interface Validation {
  readonly data: FaceSamples;
  /** Steps from one validation to the next; there is one at the end too. */
  readonly every: number;
  /** Validations without a better one after which training stops; null: it never stops early. */
  readonly patience: number | null;
  /** Which weights are the result: the best validated ones or the last ones, as in the paper. */
  readonly keep: 'best' | 'last';
  /**
   * Which of two equally good ones is the best. Few samples give few scores: the later one has
   * learned more.
   */
  readonly ofEqual?: 'earlier' | 'later';
  /** Higher is better. Default: macro-F1. */
  readonly score?: (confusion: ConfusionMatrix) => number;
}

export interface TrainingSetup {
  readonly backbone: Backbone;
  /** The Identity Model's weights, on the current backend; they stay the caller's. */
  readonly identity: Weights;
  /** First stage that the Face Model is trained from. */
  readonly fromStage: string;
  /**
   * First stage whose weights are trained; those of the Face Model before it stay as `start` has
   * them. The backbone's last stage, which has no weights: the state module alone is trained.
   * Default: `fromStage`.
   */
  readonly trainFrom?: string;
  /** Class names in the order of the labels. */
  readonly classes: readonly string[];
  /** What the state module reads: the deviation, or V_face alone (Fig. 7). */
  readonly features: 'V_state' | 'V_face';
  readonly training: FaceSamples;
  /**
   * Names the training pictures, a digest of their data set say: the same people and labels may
   * have others. Default: people and labels tell them.
   */
  readonly pictures?: string;
  readonly validation?: Validation;
  readonly recipe: Recipe;
  /** null: none. */
  readonly mixup: MixupOptions | null;
  readonly seed: number;
  /** Weights to go on from instead of an untrained network (fine-tuning); its spread is kept. */
  readonly start?: TrainedWeights;
  readonly rowsAtOnce?: number;
  readonly cacheBytes?: number;
}

/** What a training tells while it runs. */
export type TrainingEvent =
  /** What will be done; subjects who lack a class are named here. */
  | {
      readonly type: 'planned';
      readonly undersampling: Undersampling | null;
      readonly mixup: MixupReport | null;
      /** Original samples trained on. */
      readonly originals: number;
      readonly mixed: number;
      readonly batches: number;
      readonly batchesPerEpoch: number;
    }
  /** The faces go through the frozen part of the network. */
  | {
      readonly type: 'preparing';
      readonly data: 'training' | 'validation';
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly type: 'batch';
      /** Steps taken, from 1. */
      readonly batch: number;
      readonly batches: number;
      /** From 0. */
      readonly epoch: number;
      readonly loss: number;
      readonly gradientNorm: number;
      /** Of the Face Model's weights, as used in this step. */
      readonly learningRate: number;
    }
  | {
      readonly type: 'validation';
      readonly batch: number;
      readonly score: number;
      /** Whether no validation before was better. */
      readonly best: boolean;
      readonly confusion: ConfusionMatrix;
    }
  | { readonly type: 'checkpoint'; readonly checkpoint: TrainingCheckpoint }
  | { readonly type: 'paused' | 'continued'; readonly batch: number };

export interface TrainingControl {
  readonly signal?: StopSignal;
  readonly pause?: PauseSwitch;
  readonly onEvent?: (event: TrainingEvent) => void;
  /**
   * Goes on where this was taken. On the same backend and with the same `rowsAtOnce` the weights
   * come out equal to the last bit; elsewhere up to rounding.
   */
  readonly resumeFrom?: TrainingCheckpoint;
  /** Steps between two `checkpoint` events, beside those at pauses. Default: at pauses only. */
  readonly checkpointEvery?: number;
  /** Lets other work in between two steps. */
  readonly breathe?: () => Promise<void>;
}

export type TrainingResult =
  | {
      readonly outcome: 'finished' | 'early-stop';
      readonly weights: TrainedWeights;
      /** Steps taken. */
      readonly batches: number;
      /** The best validation; null: none was made. */
      readonly best: { readonly batch: number; readonly score: number } | null;
      readonly checkpoint: TrainingCheckpoint;
    }
  | {
      readonly outcome: 'cancelled';
      /** null: cancelled before the first step could begin. */
      readonly checkpoint: TrainingCheckpoint | null;
    };

/**
 * Specs of all weights that a setup trains, in order: what training checkpoints are encoded and
 * decoded with.
 */
export function trainedSpecs({
  backbone,
  fromStage,
  trainFrom = fromStage,
  classes,
}: Pick<TrainingSetup, 'backbone' | 'fromStage' | 'trainFrom' | 'classes'>): readonly WeightSpec[] {
  return [
    ...weightSpecs(backbone, { from: trainFrom }),
    ...stateSpecs(backbone.embeddingSize, classes.length),
  ];
}

/** Everything the settings of a training are made of that its course depends on. */
export async function settingsOf(setup: TrainingSetup): Promise<TrainingSettings> {
  const { backbone, fromStage, trainFrom = fromStage, classes, features, recipe, mixup, seed } = setup;
  const { training, validation, pictures, start } = setup;
  const digest = (samples: readonly LabelledSample[]): Promise<string> =>
    sha256(
      encodeUtf8(
        JSON.stringify(
          samples.map(({ subject, label, weight = 1 }) =>
            weight === 1 ? [subject, label] : [subject, label, weight],
          ),
        ),
      ),
    );
  const values = {
    backbone: backbone.id,
    fromStage,
    trainFrom,
    classes,
    features,
    recipe,
    mixup,
    seed,
    side: training.side,
    samples: await digest(training.samples),
    validation: validation && {
      samples: await digest(validation.data.samples),
      every: validation.every,
      patience: validation.patience,
      keep: validation.keep,
      ...(validation.ofEqual === 'later' && { ofEqual: 'later' }),
    },
    pictures,
    start: start && (await trainedDigest(start)),
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, JSON.stringify(value ?? null)]),
  );
}
