import type { Milliseconds } from '../../common/clock';

/**
 * ms for which the button that shares is held: a page that lures a click does not get this. Apart
 * from the button, whose texts nothing but a built page can load.
 */
export const HOLD: Milliseconds = 1000;
