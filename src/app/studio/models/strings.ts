import { m } from '../../messages/messages';

export const { models } = m;
