import { FaceLandmarker } from '@mediapipe/tasks-vision';
import type { Milliseconds } from '../common/clock';
import { messageOf, WakefulError } from '../common/errors';
import { detectedFace } from './detected-face';
import { pictureCanvas } from './picture-canvas';
import type { DetectedFace } from './types';

export interface LandmarkerFiles {
  /** `face_landmarker.task`. */
  readonly task: ArrayBuffer;
  /** MediaPipe's vision runtime. */
  readonly wasm: ArrayBuffer;
  /** Module that starts the runtime. */
  readonly loaderUrl: string;
}

/** Faces to look for: the learner, and who passes by or looks over their shoulder. */
const MAX_FACES = 4;

/** What MediaPipe looks for on the global object of a worker. */
interface MediaPipeGlobals {
  ModuleFactory?: unknown;
  Module?: {
    readonly wasmBinary: ArrayBuffer;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  };
  /** Where its C++ log goes; the loader sets it to console.warn. */
  custom_dbg?: (line: string) => void;
}

/** Side of the picture that a landmarker is warmed up with, pixels. */
const WARM_UP_SIDE = 64;

/** Lines of MediaPipe's log that are kept for the message of an error. */
const LOG_LINES = 5;

/**
 * MediaPipe's Face Landmarker in a worker: 478 points of each face on a frame.
 *
 * It runs on the CPU (its GPU delegate fails on the built model) and needs no WebGL:
 * `pictureCanvas` says how.
 */
export class Landmarker {
  readonly #landmarker: FaceLandmarker;
  #last: Milliseconds = 0;

  private constructor(landmarker: FaceLandmarker) {
    this.#landmarker = landmarker;
  }

  /**
   * May be called again after `dispose`, for instance after a failure; one at a time.
   * @throws WakefulError `model-load` when MediaPipe refuses the files
   */
  static async create({ task, wasm, loaderUrl }: LandmarkerFiles): Promise<Landmarker> {
    // Left alone it writes its log to the console, as warnings and errors, even when all is well.
    const log: string[] = [];
    const keep = (line: string): void => {
      log.push(line);
      if (log.length > LOG_LINES) log.shift();
    };
    try {
      const loader = (await import(/* @vite-ignore */ loaderUrl)) as { readonly default: unknown };
      // The loader leaves its factory here once, when it is first imported; MediaPipe takes it away
      // after each start.
      const globals = globalThis as MediaPipeGlobals;
      globals.ModuleFactory = loader.default;
      globals.Module = { wasmBinary: wasm, print: keep, printErr: keep };
      globals.custom_dbg = keep;
      const landmarker = await FaceLandmarker.createFromOptions(
        { wasmLoaderPath: loaderUrl, wasmBinaryPath: 'vision.wasm' },
        {
          canvas: pictureCanvas(),
          baseOptions: { modelAssetBuffer: new Uint8Array(task), delegate: 'CPU' },
          runningMode: 'VIDEO',
          numFaces: MAX_FACES,
        },
      );
      return new Landmarker(landmarker);
    } catch (error) {
      throw new WakefulError(
        'model-load',
        ['The face landmarker did not start:', messageOf(error), ...log].join('\n'),
        'Reload the page. If that does not help, update the browser.',
        { cause: error },
      );
    }
  }

  /** The first picture takes many times as long as the others: here before anybody waits for it. */
  async warmUp(): Promise<void> {
    const blank = await createImageBitmap(new ImageData(WARM_UP_SIDE, WARM_UP_SIDE));
    this.detect(blank, WARM_UP_SIDE, WARM_UP_SIDE, 0);
    blank.close();
  }

  /**
   * The faces on one frame, in no particular order. Takes 15–25 ms on a small laptop, and blocks.
   * @param width,height of the frame, pixels: landmarks come in these
   * @param t capture time, ms; MediaPipe follows faces from frame to frame and wants it to grow, so
   *   a clock that stands still or jumps back is moved on by 1 ms
   * @throws Error when MediaPipe fails; this landmarker is then of no more use
   */
  detect(image: TexImageSource, width: number, height: number, t: Milliseconds): DetectedFace[] {
    this.#last = Math.max(t, this.#last + 1);
    const { faceLandmarks } = this.#landmarker.detectForVideo(image, this.#last);
    return faceLandmarks.map((points) => detectedFace(points, width, height));
  }

  dispose(): void {
    this.#landmarker.close();
  }
}
