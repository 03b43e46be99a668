import type { WakefulnessState } from '../../../wakefulness/state-event';
import type { Bin } from './bins';

/** The lanes from top to bottom, with the eye-closure curve below them. */
export const LANES: readonly WakefulnessState[] = ['awake', 'drowsy', 'asleep', 'unknown'];

/** Share of the height that the curve takes at the bottom, and each lane above it. */
export const CURVE_SHARE = 0.3;
/** Height of the curve's 100 %, so that its label stands clear of the lane above. */
export const CURVE_TOP = 0.86 * CURVE_SHARE;
const LANE_SHARE = (1 - CURVE_SHARE) / LANES.length;

/** Share of a lane's height that its bar takes. */
const BAR_SHARE = 0.62;

/** Opacity of a bar that stands for a fraction of its bin: never so pale that a moment of sleep is overlooked. */
const LEAST_OPACITY = 0.55;

/** Height of a lane's middle, 0 bottom .. 1 top, for the axis. */
export const laneMiddle = (lane: number): number => 1 - (lane + 0.5) * LANE_SHARE;

export interface Bar {
  readonly lane: number;
  /** Seconds of the session: `from` up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly opacity: number;
}

const opacityOf = (share: number): number => LEAST_OPACITY + (1 - LEAST_OPACITY) * share;

/** The bars of the lanes; neighbouring bins of one opacity are one bar. */
export function barsOf(bins: readonly Bin[], step: number): Bar[] {
  return LANES.flatMap((state, lane) => {
    const bars: { lane: number; from: number; to: number; opacity: number }[] = [];
    for (const { second, shares } of bins) {
      const share = shares[state];
      if (share === 0) continue;
      const opacity = opacityOf(share);
      const last = bars.at(-1);
      if (last?.to === second && last.opacity === opacity) last.to = second + step;
      else bars.push({ lane, from: second, to: second + step, opacity });
    }
    return bars;
  });
}

/** Top and height of a lane's bar within a plot of `height` pixels. */
export function barBox(lane: number, height: number): { readonly top: number; readonly height: number } {
  const laneHeight = LANE_SHARE * height;
  return { top: (lane + (1 - BAR_SHARE) / 2) * laneHeight, height: BAR_SHARE * laneHeight };
}
