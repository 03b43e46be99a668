import { m } from '../messages/messages';

export const { backup } = m;
