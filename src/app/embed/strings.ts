import { m } from '../messages/messages';
import type { Advice } from '../shared/strings';
import type { Refusal } from './refusal';

export const refusals: Readonly<Record<Refusal, Advice>> = m.refusals;

export const { embedText } = m;
