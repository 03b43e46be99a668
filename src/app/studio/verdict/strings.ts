import { m } from '../../messages/messages';

export const { comparison, liveTrial } = m;
