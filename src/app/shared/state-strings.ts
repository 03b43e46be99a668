import type { WakefulnessClass } from '../../common/classes';
import type { EnrolmentHint } from '../../engine/protocol';
import type { RecordedState } from '../../profile';
import type {
  Certainty,
  ShownState,
  StateCause,
  StateEvent,
  UnknownReason,
} from '../../wakefulness/state-event';
import { m } from '../messages/messages';
import type { Advice } from './strings';

export const stateWords: Readonly<Record<RecordedState | ShownState, string>> = m.stateWords;

/** As they stand inside a sentence. */
export const stateWordsInText: Readonly<Record<WakefulnessClass, string>> = m.stateWordsInText;

/** An unknown state by its reason, where one word says more than “Unknown”. */
const wordsOfUnknown: Readonly<Partial<Record<UnknownReason, string>>> = m.wordsOfUnknown;

/** A state in a word. */
export const stateWord = ({ shown, reason }: Pick<StateEvent, 'shown' | 'reason'>): string =>
  (reason && wordsOfUnknown[reason]) ?? stateWords[shown];

export const certainties: Readonly<Record<Certainty, string>> = m.certainties;
export const unknownReasons: Readonly<Record<UnknownReason, Advice>> = m.unknownReasons;
export const stateCauses: Readonly<Record<StateCause, string>> = m.stateCauses;
export const enrolmentHints: Readonly<Record<EnrolmentHint, string>> = m.enrolmentHints;
