import { m } from '../messages/messages';

export const { offline } = m;
