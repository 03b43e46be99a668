import { m } from '../../messages/messages';

export const { footage, recorder, holding } = m;
