import { m } from '../messages/messages';

export const { learners } = m;
