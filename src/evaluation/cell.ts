import type { ConfusionMatrix } from '../training/metrics';
import type { ScatterPoint } from './projection';

/** The people of one fold's test group, each with their own confusion matrix. */
export interface SubjectResult {
  readonly subject: string;
  readonly matrix: ConfusionMatrix;
}

/** Table 8 with the model of one fold. */
export interface CellIdentification {
  readonly accuracy: number;
  /** The same for the test group alone, unseen in training; null: nobody has two sessions. */
  readonly unseen: number | null;
  /** Fraction of the trials in which each person was recognised. */
  readonly people: readonly { readonly subject: string; readonly recognised: number }[];
  readonly chance: number;
  readonly trials: number;
}

/** What one training gave: one condition in one fold. */
export interface CellResult {
  readonly condition: string;
  readonly fold: number;
  readonly subjects: readonly SubjectResult[];
  /** macro-F1 of the validation group. */
  readonly validation: number;
  /** Steps taken, and samples trained on. */
  readonly batches: number;
  readonly originals: number;
  readonly mixed: number;
  /** In words: what was asked for and could not be done, such as some of the mixed samples. */
  readonly remarks: readonly string[];
  /** null: not part of this condition, or the data have no two sessions of two people. */
  readonly identification: CellIdentification | null;
  /** V_state of training samples and mixed ones in the plane; null: not drawn from this cell. */
  readonly projection: readonly ScatterPoint[] | null;
}
