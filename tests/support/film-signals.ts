/** Signals of a video as extraction writes them, from a script. */
import type { SignalRow } from '../../src/footage/dataset/format';
import type { WakefulnessClass } from '../../src/common/classes';

const FPS = 10;

export interface Scene {
  readonly seconds: number;
  readonly label: WakefulnessClass | null;
  /** Eye aspect ratio; null: nobody there. */
  readonly ear: number | null;
}

/**
 * A session of scenes, ten frames a second; open eyes blink every four seconds. A crop is kept
 * every second, named by its label.
 */
export function film(scenes: readonly Scene[]): SignalRow[] {
  const rows: SignalRow[] = [];
  for (const { seconds, label, ear } of scenes) {
    for (let i = 0; i < seconds * FPS; i++) {
      const frame = rows.length;
      const blink = ear !== null && ear > 0.2 && frame % (4 * FPS) === 2 * FPS;
      const seen = blink ? 0.06 : ear;
      const pose = seen === null ? null : 0;
      rows.push({
        time: frame / FPS,
        label,
        missing: ear === null ? 'no-face' : null,
        file: frame % FPS === 0 ? `${label}` : '',
        ear_left: seen,
        ear_right: seen,
        mar: seen === null ? null : 0.05,
        pitch: pose,
        yaw: pose,
        roll: pose,
      });
    }
  }
  return rows;
}
