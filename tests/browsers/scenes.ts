import { readFileSync } from 'node:fs';
import { SLEEPS } from '../support/footage/films';
import { footageFile, PLAYED_FPS, REPEATS } from '../support/footage/mjpeg';

/** What is before the camera, until it is changed. */
export type Scene = 'awake' | 'asleep';

/** Different pictures a second in the film. */
export const FPS = PLAYED_FPS / REPEATS;

/**
 * The stretches of SLEEPS that are played over and over, seconds: awake with blinks, and lids all
 * the way down.
 */
const STRETCHES: Readonly<Record<Scene, readonly [from: number, to: number]>> = {
  awake: [0, 14],
  asleep: [14.8, 23.4],
};

/** Where the test server has them. */
export const scenePath = (scene: Scene): string => `/scenes/${scene}`;

/** First two bytes of a JPEG with the marker that follows them in sharp's files. */
const START = Buffer.from([0xff, 0xd8, 0xff]);

function jpegsOf(film: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = film.indexOf(START); at >= 0; at = film.indexOf(START, at + START.length)) starts.push(at);
  return starts.map((start, k) => film.subarray(start, starts[k + 1]));
}

/**
 * The pictures of each scene, one after the other, each behind its length (32 bits, little-endian).
 */
export async function sceneFiles(): Promise<ReadonlyMap<string, Buffer>> {
  const pictures = jpegsOf(readFileSync(await footageFile(SLEEPS))).filter((_, k) => k % REPEATS === 0);
  const file = ([from, to]: readonly [number, number]): Buffer =>
    Buffer.concat(
      pictures.slice(Math.round(from * FPS), Math.round(to * FPS)).flatMap((picture) => {
        const length = Buffer.alloc(4);
        length.writeUInt32LE(picture.length);
        return [length, picture];
      }),
    );
  return new Map([
    [scenePath('awake'), file(STRETCHES.awake)],
    [scenePath('asleep'), file(STRETCHES.asleep)],
  ]);
}
