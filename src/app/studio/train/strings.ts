import { m } from '../../messages/messages';

export const { training } = m;
