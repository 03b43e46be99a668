import type { Milliseconds } from '../common/clock';
import { NEUTRAL_PITCH_LIMIT, NEUTRAL_PITCH_MEMORY, PLAINLY_OPEN } from './constants';
import { clamp, kept } from './ramp';

/**
 * The pitch from which looking down is measured. People slouch and tilt their screens within a
 * session; then a pose that is neutral by now would count as a look down, and lids that close in it
 * as hidden. So the pitch follows the head, slowly and within limits, and only while the eyes are
 * plainly open without any allowance for the pose: neither a look down nor closed lids can move it.
 */
export class NeutralPitch {
  #offset = 0;

  /** Degrees; `calibrated` is the neutral pitch of the calibration. */
  given(calibrated: number): number {
    return calibrated + this.#offset;
  }

  /** `unaided`: eye opening of a frame without allowance for the pose. */
  follow(pitch: number, calibrated: number, unaided: number, dt: Milliseconds): void {
    if (unaided < PLAINLY_OPEN) return;
    const toward = clamp(pitch - calibrated, -NEUTRAL_PITCH_LIMIT, NEUTRAL_PITCH_LIMIT);
    this.#offset += (1 - kept(dt, NEUTRAL_PITCH_MEMORY)) * (toward - this.#offset);
  }

  reset(): void {
    this.#offset = 0;
  }
}
