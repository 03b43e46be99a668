import { m } from '../messages/messages';

export const { studio } = m;
