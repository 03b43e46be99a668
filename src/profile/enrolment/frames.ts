import type { Milliseconds } from '../../common/clock';
import { DIP_BELOW, LEAST_OPEN_EAR, OBSERVATION_GAP } from '../../wakefulness/constants';
import { percentile } from '../../wakefulness/calibration';
import type { FaceObservation } from '../../wakefulness/observation';
import { RECENT_EYES, RECENT_LEAST_FRAMES, STILL_SPEED, VERIFIED_WITHIN } from './constants';
import type { IdentityCheck } from './identity';
import type { FaceCandidate } from './quality';

/** How a good frame looks to the identity network. */
export interface FrameLook {
  readonly still: boolean;
  readonly eyes: 'open' | 'blinking' | 'closed';
}

interface GoodFrame extends FrameLook {
  readonly observation: FaceObservation;
}

/**
 * The good frames of the enrolment: those that the eyes are measured on, and among them those fit
 * for the network.
 */
export class FrameCollector {
  readonly #frames: GoodFrame[] = [];

  /** Takes a good frame. Blinks are kept: they tell what closed eyes look like. */
  add(candidate: FaceCandidate): FrameLook {
    const { t, signals } = candidate;
    const frame = {
      observation: { t, kind: 'face', ...signals, posterior: null } satisfies FaceObservation,
      still: this.#isStill(candidate),
      eyes: this.#eyes(candidate),
    };
    this.#frames.push(frame);
    return frame;
  }

  /**
   * True when the frame of time `t` was taken and is fit for the network: still, and the eyes open.
   */
  fitForIdentity(t: Milliseconds): boolean {
    const frame = this.#frames.findLast(({ observation }) => observation.t <= t);
    return frame?.observation.t === t && frame.still && frame.eyes === 'open';
  }

  /**
   * The frames that are surely the learner's: near in time to one of their embeddings, and nearer
   * than to anybody else's.
   */
  verified({ own, foreign }: IdentityCheck): readonly FaceObservation[] {
    const toOwn = nearest(own);
    const toForeign = nearest(foreign);
    return this.#frames
      .map((frame) => frame.observation)
      .filter(({ t }) => {
        const distance = toOwn(t);
        return distance <= VERIFIED_WITHIN && distance <= toForeign(t);
      });
  }

  #isStill({ t, signals: { pose } }: FaceCandidate): boolean {
    const last = this.#frames.at(-1)?.observation;
    if (last === undefined || t - last.t > OBSERVATION_GAP) return false;
    const turned = Math.hypot(
      pose.pitch - last.pose.pitch,
      pose.yaw - last.pose.yaw,
      pose.roll - last.pose.roll,
    );
    return (turned * 1000) / (t - last.t) <= STILL_SPEED;
  }

  /** Before calibration there is only the face's own recent past to compare with. */
  #eyes({ t, signals: { ear } }: FaceCandidate): FrameLook['eyes'] {
    if (Math.min(ear.left, ear.right) < LEAST_OPEN_EAR) return 'closed';
    const from = this.#frames.findLastIndex(({ observation }) => observation.t < t - RECENT_EYES) + 1;
    const recent = this.#frames.slice(from).map(({ observation }) => observation.ear);
    if (recent.length < RECENT_LEAST_FRAMES) return 'blinking';
    const usual = (side: 'left' | 'right') =>
      percentile(
        recent.map((eyes) => eyes[side]),
        0.5,
      );
    const isOpen = ear.left >= DIP_BELOW * usual('left') && ear.right >= DIP_BELOW * usual('right');
    return isOpen ? 'open' : 'blinking';
  }
}

/**
 * Time covered by frames, ms: the gaps between them that are short enough to speak for the time
 * between.
 */
export function coveredTime(frames: readonly FaceObservation[]): Milliseconds {
  let total = 0;
  for (let i = 1; i < frames.length; i++) {
    const dt = frames[i]!.t - frames[i - 1]!.t;
    if (dt <= OBSERVATION_GAP) total += dt;
  }
  return total;
}

/**
 * Distance of a time to the nearest of `times` (ascending), for times asked in ascending order;
 * Infinity without any.
 */
function nearest(times: readonly Milliseconds[]): (t: Milliseconds) => Milliseconds {
  let i = 0;
  return (t) => {
    while (i + 1 < times.length && Math.abs(times[i + 1]! - t) <= Math.abs(times[i]! - t)) i += 1;
    return i < times.length ? Math.abs(times[i]! - t) : Infinity;
  };
}
