import { m } from '../messages/messages';

export const { history, summary, story, tips, moments, notes, trends } = m;
