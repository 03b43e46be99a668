import { LEAST_SECONDS } from '../fine-tuning/hold-out';

/** Labelled seconds of each state without which no training starts. */
export const LEAST_LABELLED = LEAST_SECONDS.training + LEAST_SECONDS.heldOut;

/** Labelled seconds of each state from which on a comparison can say how sure it is (README, "The studio"). */
export const GOOD_LABELLED = 60;
