import { m } from '../messages/messages';

export const { about } = m;
