import { FRAME } from '../support/footage/render';
import { FPS, scenePath, type Scene } from './scenes';

declare global {
  interface Window {
    /** What the fake camera shows; tests change it. */
    scene: Scene;
    /** Pictures that the fake camera has shown. */
    shown: number;
    /** What the page did that it must never do, as sentences. */
    complaints: string[];
  }
}

interface CameraPlan {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly files: Readonly<Record<Scene, string>>;
}

/**
 * Runs in the page before the camera is asked for, in browsers that have no fake camera which plays
 * a file: a canvas shows the scene's pictures, and its stream stands for the camera's. Also keeps
 * what the page complains of.
 */
async function installInPage({ width, height, fps, files }: CameraPlan): Promise<void> {
  window.complaints = [];
  const complain = (kind: string, what: unknown): void =>
    void window.complaints.push(`${kind}: ${String(what)}`);
  addEventListener('error', ({ message }) => complain('uncaught', message));
  addEventListener('unhandledrejection', ({ reason }) => complain('unhandled', reason));
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => complain('refused', blockedURI));
  for (const level of ['error', 'warn'] as const) {
    const say = console[level].bind(console);
    console[level] = (...words: unknown[]) => {
      complain(`console ${level}`, words.join(' '));
      say(...words);
    };
  }

  async function pictures(path: string): Promise<readonly Blob[]> {
    const bytes = await (await fetch(path)).arrayBuffer();
    const view = new DataView(bytes);
    const blobs: Blob[] = [];
    for (let at = 0; at < bytes.byteLength;) {
      const length = view.getUint32(at, true);
      blobs.push(new Blob([bytes.slice(at + 4, at + 4 + length)], { type: 'image/jpeg' }));
      at += 4 + length;
    }
    return blobs;
  }
  const films = { awake: await pictures(files.awake), asleep: await pictures(files.asleep) };
  window.scene = 'awake';
  window.shown = 0;

  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d')!;
    const draw = async (): Promise<void> => {
      const film = films[window.scene];
      const picture = await createImageBitmap(
        film[Math.floor((performance.now() / 1000) * fps) % film.length]!,
      );
      context.drawImage(picture, 0, 0);
      picture.close();
      window.shown++;
    };
    await draw();
    const stream = canvas.captureStream(fps);
    const [track] = stream.getVideoTracks();
    const timer = setInterval(() => {
      if (track!.readyState === 'ended') clearInterval(timer);
      else void draw();
    }, 1000 / fps);
    return stream;
  };
}

const PLAN: CameraPlan = {
  ...FRAME,
  fps: FPS,
  files: { awake: scenePath('awake'), asleep: scenePath('asleep') },
};

/** As source text of a promise, for browsers that take scripts as text. */
export const fakeCameraSource = (): string => `(${installInPage.toString()})(${JSON.stringify(PLAN)})`;
