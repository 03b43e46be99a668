import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, rmSync, renameSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { configure, TextReader, ZipWriter } from '@zip.js/zip.js';
import { build } from 'vite';
import { WakefulError } from '../../common/errors';
import { escaped, manifest, type ScormVersion } from './manifest';

/** Videos that browsers play. */
const VIDEOS: readonly string[] = ['.mp4', '.m4v', '.webm', '.ogv'];

const LOCAL: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

export interface CourseOptions {
  /** The video file. */
  readonly video: string;
  /** Address of the deployed Wakeful. */
  readonly wakeful: string;
  /** The zip to be written. */
  readonly out: string;
  /** html: a page alone, for platforms that show uploaded files. */
  readonly kind: ScormVersion | 'html';
  readonly title: string;
  /** The instructor asks for the time drowsy in the score; each learner is asked, too. */
  readonly countsDrowsiness: boolean;
}

/** @throws WakefulError `wakeful-url` */
function scriptAddress(wakeful: string): string {
  const url = URL.canParse(wakeful) ? new URL(wakeful) : null;
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOCAL.includes(url.hostname));
  if (
    !url ||
    !isSecure ||
    url.username + url.password + url.search + url.hash !== '' ||
    /\.(html|js)$/i.test(url.pathname)
  )
    throw new WakefulError(
      'wakeful-url',
      `"${wakeful}" is not the address of a Wakeful: browsers give the camera to https pages only.`,
      'Give the folder in which its wakeful-auto.js is, without a password, such as https://wakeful.example/.',
    );
  return new URL('wakeful-auto.js', url.href.endsWith('/') ? url : `${url.href}/`).href;
}

function checkVideo(video: string): void {
  if (!existsSync(video) || !statSync(video).isFile())
    throw new WakefulError('video-missing', `There is no video file "${video}".`, 'Check --video.');
  if (!VIDEOS.includes(extname(video).toLowerCase()))
    throw new WakefulError(
      'video-format',
      `Browsers do not play "${basename(video)}".`,
      `Give a file that ends in ${VIDEOS.join(', ')}.`,
    );
  if (statSync(video).size === 0)
    throw new WakefulError('video-format', `"${basename(video)}" is empty.`, 'Check --video.');
}

/**
 * Writes a lecture with the monitor beside it as a zip. It appears whole or not at all.
 * @param open what the zip is written to
 * @throws WakefulError video-missing, video-format, wakeful-url, title-empty, out-exists, disk-full
 */
export async function packageCourse(
  { video, wakeful, out, kind, title, countsDrowsiness }: CourseOptions,
  open: (path: string) => Writable = createWriteStream,
): Promise<readonly string[]> {
  checkVideo(video);
  const script = scriptAddress(wakeful);
  if (escaped(title).trim() === '')
    throw new WakefulError('title-empty', 'The lecture has no title.', 'Give one by --title.');
  if (existsSync(out))
    throw new WakefulError('out-exists', `"${out}" is there already.`, 'Name another file, or delete it.');

  const film = `lecture${extname(video).toLowerCase()}`;
  const texts = new Map([
    ['index.html', lecturePage({ title, film, script, kind, countsDrowsiness })],
    ['lecture.css', STYLE],
  ]);
  if (kind !== 'html') {
    texts.set('lecture.js', await lectureScript());
    const id = `wakeful-${createHash('sha256')
      .update(`${title}\n${basename(video)}`)
      .digest('hex')
      .slice(0, 16)}`;
    texts.set(
      'imsmanifest.xml',
      manifest(kind, id, title, ['index.html', 'lecture.css', 'lecture.js', film]),
    );
  }

  const unfinished = `${out}.${process.pid}.part`;
  configure({ useWebWorkers: false });
  try {
    const zip = new ZipWriter(Writable.toWeb(open(unfinished)));
    for (const [name, text] of texts) await zip.add(name, new TextReader(text));
    // A video is compressed already.
    const readable = Readable.toWeb(createReadStream(video)) as ReadableStream<Uint8Array>;
    await zip.add(film, { readable, size: statSync(video).size }, { level: 0 });
    await zip.close();
    renameSync(unfinished, out);
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    const remedy = 'Free some space, or write to another disk.';
    throw new WakefulError('disk-full', `The disk is full: "${out}" was not written.`, remedy, {
      cause: error,
    });
  }
  return [...texts.keys(), film];
}

/** The page's own script in one file. */
async function lectureScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'es2022',
      write: false,
      modulePreload: false,
      rolldownOptions: { input: join(import.meta.dirname, 'page/lecture.ts') },
    },
  });
  if (Array.isArray(built) || !('output' in built)) throw new Error('lecture.ts was built more than once.');
  return built.output[0].code;
}

interface PageParts extends Pick<CourseOptions, 'title' | 'kind' | 'countsDrowsiness'> {
  readonly film: string;
  /** Address of wakeful-auto.js. */
  readonly script: string;
}

const AGREEMENT = `
      <div class="score">
        <label>
          <input type="checkbox" id="count-drowsiness" />
          Count in my score how much of this lecture I was drowsy or asleep, in all my visits. Without this it is not
          counted. Whoever sees your scores sees it; you can take it back here.
        </label>
        <p id="score-kept" role="status" hidden>
          Nothing more is counted. This platform does not let the score go that it has already: ask whoever teaches the
          course to delete it.
        </p>
      </div>`;

const lecturePage = ({ title, film, script, kind, countsDrowsiness }: PageParts): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(title)}</title>
    <link rel="stylesheet" href="lecture.css" />${kind === 'html' ? '' : '\n    <script type="module" src="lecture.js"></script>'}
  </head>
  <body>
    <main>
      <h1>${escaped(title)}</h1>
      <video src="${film}" controls playsinline preload="metadata"></video>${countsDrowsiness ? AGREEMENT : ''}
    </main>
    <aside aria-label="Wakefulness">
      <div class="wakeful">Wakeful</div>
      <script type="module" src="${escaped(script)}" data-within="aside"></script>
    </aside>
  </body>
</html>
`;

const STYLE = `:root {
  color-scheme: light dark;
  font: 1rem/1.5 system-ui, sans-serif;
}

body {
  display: flex;
  flex-wrap: wrap;
  gap: 1.5rem;
  margin: 1rem;
}

main {
  flex: 1 1 30rem;
  min-width: 0;
}

h1 {
  margin: 0 0 0.75rem;
  font-size: 1.5rem;
}

video {
  width: 100%;
  max-height: 80vh;
  border-radius: 0.5rem;
  background: #000;
}

aside {
  flex: 0 1 20rem;
}
`;
