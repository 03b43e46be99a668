import { m } from '../../messages/messages';

export const { timeline } = m;
