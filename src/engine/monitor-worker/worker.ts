/** The monitor worker's entry. */
import { expose } from 'comlink';
import { createMonitorService } from './service';

expose(createMonitorService({ now: () => performance.now(), wallClock: () => Date.now() }));
