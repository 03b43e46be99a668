import type { BackendName } from '../../engine/protocol';
import { m } from '../messages/messages';

/** A heading and what the learner can do about it. */
export interface Advice {
  readonly title: string;
  readonly todo: string;
}

export const { common, pages, themes, crash } = m;

/** What computes, in plain words, with the name that reports of errors need. */
export const backendNames: Readonly<Record<BackendName, string>> = m.backendNames;
