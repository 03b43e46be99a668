import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import type * as Mediabunny from 'mediabunny';
import sharp from 'sharp';
import { findOrInstallChromium, thisMachine } from '../../../build/find-chromium';
import type { Picture } from '../../../src/footage/picture';
import { fingerprint, FOOTAGE_FOLDER } from './mjpeg';
import { Renderer } from './render';
import { scriptSeconds, type Script } from './script';

/**
 * A secure origin, because browsers encode video only on one; every request to it is answered here.
 */
const ORIGIN = 'https://film.test/';

declare global {
  interface Window {
    mediabunny: typeof Mediabunny;
  }
}

const PAGE =
  '<script type="module">import * as library from "./mediabunny.mjs"; window.mediabunny = library;</script>';

const require = createRequire(import.meta.url);

async function jpegUrl({ data, width, height }: Picture): Promise<string> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 95 })
    .toBuffer();
  return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
}

/**
 * Encodes pictures to a WebM film (VP8) in Chromium: there is no ffmpeg to count on.
 * @param keyFrameInterval seconds
 */
export async function webmFilm(
  pictures: readonly Picture[],
  framesPerSecond: number,
  keyFrameInterval = 1,
): Promise<Buffer> {
  const browser = await chromium.launch({
    executablePath: findOrInstallChromium(thisMachine),
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage();
    const bundle = join(dirname(require.resolve('mediabunny')), 'mediabunny.min.mjs');
    await page.route(`${ORIGIN}**`, async (route) => {
      if (!route.request().url().endsWith('.mjs'))
        return route.fulfill({ contentType: 'text/html', body: PAGE });
      return route.fulfill({ contentType: 'text/javascript', body: await readFile(bundle, 'utf8') });
    });
    await page.goto(ORIGIN);
    const urls = await Promise.all(pictures.map(jpegUrl));
    const film = await page.evaluate(
      async ({ urls, framesPerSecond, keyFrameInterval }) => {
        const { Output, WebMOutputFormat, BufferTarget, CanvasSource, QUALITY_HIGH } = window.mediabunny;
        const canvas = document.createElement('canvas');
        const context = canvas.getContext('2d')!;
        const target = new BufferTarget();
        const output = new Output({ format: new WebMOutputFormat(), target });
        const source = new CanvasSource(canvas, { codec: 'vp8', quality: QUALITY_HIGH, keyFrameInterval });
        output.addVideoTrack(source, { frameRate: framesPerSecond });
        for (const [index, url] of urls.entries()) {
          const image = new Image();
          image.src = url;
          await image.decode();
          if (index === 0) {
            [canvas.width, canvas.height] = [image.width, image.height];
            await output.start();
          }
          context.drawImage(image, 0, 0);
          await source.add(index / framesPerSecond, 1 / framesPerSecond);
        }
        await output.finalize();
        let characters = '';
        for (const byte of new Uint8Array(target.buffer!)) characters += String.fromCharCode(byte);
        return btoa(characters);
      },
      { urls, framesPerSecond, keyFrameInterval },
    );
    return Buffer.from(film, 'base64');
  } finally {
    await browser.close();
  }
}

/** Pictures a second of a film that is imported: as many as are looked at. */
const FILM_FPS = 10;

/**
 * The WebM file of a script, made unless it is there already.
 * @returns its absolute path
 */
export async function filmFile(script: Script): Promise<string> {
  const path = resolve(FOOTAGE_FOLDER, `${script.name}-${fingerprint(script)}.webm`);
  if (existsSync(path)) return path;
  const renderer = new Renderer();
  const pictures: Picture[] = [];
  for (let k = 0; k < Math.round(scriptSeconds(script.parts) * FILM_FPS); k++)
    pictures.push(await renderer.frame(script, k / FILM_FPS));
  mkdirSync(FOOTAGE_FOLDER, { recursive: true });
  // Under its name only when whole: an interrupted run must not leave half a film.
  writeFileSync(`${path}.part`, await webmFilm(pictures, FILM_FPS));
  renameSync(`${path}.part`, path);
  return path;
}
