import { vi } from 'vitest';

/** Stands in for uPlot where there is no canvas: `vi.mock('uplot', () => import(…))`. */
export default class NoPlot {
  readonly setData = vi.fn();
  readonly setSize = vi.fn();
  readonly redraw = vi.fn();
  readonly destroy = vi.fn();
}
