import type { BackupErrorCode } from '../../../backup/backup-error';
import type { TroubleCode } from '../../../engine/protocol';
import type { LearnerFileErrorCode, StorageErrorCode } from '../../../profile';
import { m } from '../../messages/messages';
import type { Advice } from '../strings';

/** What is said of a problem, and what the studio says otherwise. */
export interface ProblemWords extends Advice {
  readonly inStudio?: Partial<Advice>;
}

type ToldElsewhere = TroubleCode | StorageErrorCode | LearnerFileErrorCode | BackupErrorCode;

export const { problemList } = m;

/** Whatever can go wrong. Errors with codes that are not here bring their own words. */
export const problems = m.problems satisfies Readonly<
  Record<ToldElsewhere, ProblemWords> & Record<string, ProblemWords>
>;

export type ProblemCode = keyof typeof problems;
