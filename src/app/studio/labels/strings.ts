import { m } from '../../messages/messages';

export const { labels } = m;
