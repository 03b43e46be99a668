import type { BackboneId } from '../common/backbone-ids';
import type { Backbone } from './backbone';
import { facenet } from './facenet';
import { faceres } from './faceres';

/** Every backbone by its id. */
export const BACKBONES: Readonly<Record<BackboneId, Backbone>> = { faceres, facenet };
