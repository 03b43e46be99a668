import { m } from '../messages/messages';

export const { settings, camera, sound } = m;
