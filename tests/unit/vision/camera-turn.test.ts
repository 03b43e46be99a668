import { describe, expect, it } from 'vitest';
import type { Turn } from '../../../src/common/turns';
import { CameraTurn, type TurnedFace } from '../../../src/vision/camera-turn';

/** What a camera that needs `right` shows at each turn: made-up meshes included. */
const mounted =
  (right: Turn, score = 4) =>
  (turn: Turn): TurnedFace => {
    const off = (turn - right + 360) % 360;
    if (off === 90 || off === 270) return { roll: off === 90 ? 88 : -88, upright: score };
    return { roll: 0, upright: off === 0 ? score : -2 };
  };

/** The turn that is found, and on how many frames. */
function find(camera: CameraTurn, scene: (turn: Turn, frame: number) => TurnedFace | null, most = 100) {
  let frames = 0;
  while (!camera.settled && frames < most) camera.see(scene(camera.turn, frames++));
  return { turn: camera.turn, frames, settled: camera.settled };
}

describe('how a camera is mounted', () => {
  it.each([0, 90, 180, 270] as const)('is found out: %d degrees', (right) => {
    expect(find(new CameraTurn(0), mounted(right))).toMatchObject({ settled: true, turn: right });
  });

  it('is settled at once where the known turn surely is right', () => {
    for (const right of [0, 90, 180, 270] as const)
      expect(find(new CameraTurn(right), mounted(right))).toMatchObject({ turn: right, frames: 3 });
  });

  it('is corrected where the camera was turned since', () => {
    expect(find(new CameraTurn(180), mounted(0)).turn).toBe(0);
    expect(find(new CameraTurn(0), mounted(180)).turn).toBe(180);
  });

  it('stays as it is known where no other turn looks clearly better', () => {
    const doubtful = (turn: Turn): TurnedFace => ({ roll: 0, upright: turn === 180 ? 1.4 : 0.9 });
    expect(find(new CameraTurn(0), doubtful)).toMatchObject({ settled: true, turn: 0 });
  });

  it('is settled where a face looks much worse on its head', () => {
    // Three frames as it is known; two upside down, and one as it is known between them.
    expect(find(new CameraTurn(0), mounted(0, 1.5))).toEqual({ settled: true, turn: 0, frames: 6 });
  });

  it('is not settled by a made-up face that looks better than another one', () => {
    const madeUp = (turn: Turn): TurnedFace => ({
      roll: 0,
      upright: { 0: -1, 180: -5, 90: 3, 270: -5 }[turn],
    });
    expect(find(new CameraTurn(0), madeUp)).toMatchObject({ settled: true, turn: 90 });
    const onlyHere = (turn: Turn): TurnedFace | null =>
      turn === 180 ? null : { roll: 0, upright: turn === 90 ? 3 : 1.5 };
    expect(find(new CameraTurn(0), onlyHere)).toMatchObject({ settled: true, turn: 90 });
  });

  it('spends no time on turns that look clearly worse', () => {
    const scene = (turn: Turn): TurnedFace | null => (turn === 0 ? { roll: 0, upright: 1.5 } : null);
    // Three frames as it is known; two without a face in each other turn, and one as it is known
    // between them.
    expect(find(new CameraTurn(0), scene)).toEqual({ settled: true, turn: 0, frames: 14 });
  });

  it('hurries while a face is there, and only then', () => {
    const empty = new CameraTurn(0);
    find(empty, () => null);
    expect(empty.hurries).toBe(false);
    const camera = new CameraTurn(0);
    find(camera, mounted(0), 2);
    expect(camera.hurries).toBe(true);
    // Nobody any more.
    find(camera, () => null);
    expect(camera.hurries).toBe(false);
    find(camera, mounted(180));
    expect(camera).toMatchObject({ settled: true, hurries: false });
  });

  it('waits for somebody to come', () => {
    const camera = new CameraTurn(0);
    expect(find(camera, () => null)).toMatchObject({ settled: false });
    expect(find(camera, mounted(180))).toMatchObject({ settled: true, turn: 180 });
  });

  it('is as somebody says who sees the picture, whatever it looks like', () => {
    const camera = new CameraTurn(0);
    find(camera, mounted(0));
    camera.choose(90);
    expect(find(camera, mounted(0))).toMatchObject({ settled: true, turn: 90 });
    const early = new CameraTurn(0);
    early.choose(180);
    expect(find(early, mounted(0))).toMatchObject({ turn: 180, frames: 0 });
  });

  it('looks at a face that stands upright as the camera is known after each try of another turn', () => {
    const turnsOf = (right: Turn): Turn[] => {
      const camera = new CameraTurn(0);
      const turns: Turn[] = [];
      find(camera, (turn) => (turns.push(turn), mounted(right, 1.5)(turn)));
      return turns;
    };
    for (const right of [0, 180] as const) {
      const turns = turnsOf(right);
      expect(turns.slice(0, 3)).toEqual([0, 0, 0]);
      turns.slice(3).forEach((turn, i) => expect(turn === 0).toBe(i % 2 === 1));
    }
    // A face on its side is not measured: the other turns follow at once.
    expect(turnsOf(90).slice(3, 8)).toEqual([180, 180, 90, 90, 90]);
  });

  it('is not found on a single face', () => {
    const once = (turn: Turn, frame: number): TurnedFace | null => (frame === 2 ? mounted(0)(turn) : null);
    expect(find(new CameraTurn(0), once).settled).toBe(false);
  });
});
