import { expose } from 'comlink';
import { faceLandmarker, visionLoaderUrl, visionWasm } from 'virtual:wakeful-models';
import '../../../../src/engine/network-worker/wakeful-throw';
import { FaceViewer, type FaceView } from '../../../../src/engine/monitor-worker/face-viewer';
import { CameraTurn } from '../../../../src/vision/camera-turn';
import { lumaAt } from '../../../../src/vision/exposure';
import { FaceCropper } from '../../../../src/vision/face-cropper';
import { faceSignals } from '../../../../src/vision/face-signals';
import { FrameLight } from '../../../../src/vision/frame-light';
import { FramePixels } from '../../../../src/vision/frame-pixels';
import { Landmarker } from '../../../../src/vision/landmarker';
import { downloadModel } from '../../../../src/vision/model-download';
import type { ModelProgress } from '../../../../src/vision/model-download';
import type { Turn } from '../../../../src/common/turns';
import type { DetectedFace, Exposure, FaceSignals } from '../../../../src/vision/types';

export interface SeenFace extends DetectedFace {
  readonly signals: FaceSignals;
}

export interface Watched {
  readonly settled: boolean;
  readonly turn: Turn;
  readonly missing: FaceView['missing'];
  readonly eyesHidden: boolean | null;
  readonly ear: number | null;
}

let landmarker: Landmarker | null = null;

async function picture(url: string): Promise<ImageBitmap> {
  return createImageBitmap(await (await fetch(url)).blob());
}

function detect(image: VideoFrame | ImageBitmap, width: number, height: number, t: number): SeenFace[] {
  const faces = landmarker!.detect(image, width, height, t);
  return faces.map((face) => ({ ...face, signals: faceSignals(face) }));
}

/** A picture without colour as cameras give it, in planes of luma and chroma (ITU-R BT.601). */
function greyFrame({ data, width, height }: ImageData, timestamp: number): VideoFrame {
  const planes = new Uint8Array((width * height * 3) / 2).fill(128);
  for (let i = 0; i < width * height; i++) planes[i] = Math.round(16 + (219 * lumaAt(data, 4 * i)) / 255);
  return new VideoFrame(planes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp });
}

const service = {
  /** Loads the files and starts; the progress of every file. */
  async start(): Promise<ModelProgress[]> {
    const told: ModelProgress[] = [];
    const onProgress = (progress: ModelProgress): void => void told.push(progress);
    const [task, wasm] = await Promise.all([
      downloadModel(faceLandmarker, { onProgress }),
      downloadModel(visionWasm, { onProgress }),
    ]);
    landmarker = await Landmarker.create({ task, wasm, loaderUrl: visionLoaderUrl });
    return told;
  },

  stop(): void {
    landmarker?.dispose();
    landmarker = null;
  },

  async faces(url: string, t: number): Promise<SeenFace[]> {
    const image = await picture(url);
    const faces = detect(image, image.width, image.height, t);
    image.close();
    return faces;
  },

  /** The same from a camera's kind of frame. */
  async facesOfFrame(url: string, t: number): Promise<SeenFace[]> {
    const image = await picture(url);
    const frame = new VideoFrame(image, { timestamp: t * 1000 });
    image.close();
    const faces = detect(frame, frame.displayWidth, frame.displayHeight, t);
    frame.close();
    return faces;
  },

  /**
   * The faces on the pixels of a camera's frame, and how far these are from the frame's drawing.
   */
  async facesOfPixels(url: string, t: number): Promise<{ faces: SeenFace[]; difference: number }> {
    const image = await picture(url);
    const { width, height } = image;
    const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false })!;
    context.drawImage(image, 0, 0);
    image.close();
    const frame = greyFrame(context.getImageData(0, 0, width, height), t * 1000);
    context.drawImage(frame, 0, 0);
    const drawn = context.getImageData(0, 0, width, height).data;
    const read = await new FramePixels().read({ image: frame, width, height, t, close: () => undefined });
    frame.close();
    const { data } = read.pixels!;
    const difference = data.reduce((sum, level, i) => sum + Math.abs(level - drawn[i]!), 0) / data.length;
    const faces = landmarker!.detect(read.pixels!, width, height, t);
    return { difference, faces: faces.map((face) => ({ ...face, signals: faceSignals(face) })) };
  },

  /**
   * The faces found in the crop of the first face of the picture, and a corner pixel of the crop.
   */
  async facesInCrop(url: string, size: number, t: number): Promise<{ faces: SeenFace[]; corner: number[] }> {
    const image = await picture(url);
    const [face] = detect(image, image.width, image.height, t);
    const { rgba } = new FaceCropper().crop(image, face!.landmarks, size);
    const crop = await createImageBitmap(new ImageData(rgba, size, size));
    const faces = detect(crop, size, size, t + 10_000);
    crop.close();
    return { faces, corner: [...rgba.subarray(0, 4)] };
  },

  /** Deviation of luma in a crop of a chessboard of 1-pixel squares, made 4 times smaller. */
  shrunkChessboard(): number {
    const side = 640;
    const board = new OffscreenCanvas(side, side);
    const context = board.getContext('2d')!;
    const pixels = context.createImageData(side, side);
    for (let i = 0; i < side * side; i++) {
      const white = ((i % side) + Math.floor(i / side)) % 2 === 0;
      pixels.data.set(white ? [255, 255, 255, 255] : [0, 0, 0, 255], 4 * i);
    }
    context.putImageData(pixels, 0, 0);
    const landmarks = new Float32Array(478 * 3);
    const points = { 33: [130, 230], 133: [210, 230], 362: [430, 230], 263: [510, 230] } as const;
    for (const [point, position] of Object.entries(points)) landmarks.set(position, 3 * Number(point));
    landmarks.set([320, 410], 3);
    landmarks.set([203, 563], 3 * 61);
    landmarks.set([437, 563], 3 * 291);
    const { rgba } = new FaceCropper().crop(board, landmarks, 160);
    const inside = rgba.subarray(4 * 160 * 60, 4 * 160 * 100);
    const lumas = Array.from({ length: inside.length / 4 }, (_, i) => inside[4 * i]!);
    const mean = lumas.reduce((sum, luma) => sum + luma, 0) / lumas.length;
    return Math.sqrt(lumas.reduce((sum, luma) => sum + (luma - mean) ** 2, 0) / lumas.length);
  },

  /** What the viewer says at the end of some seconds of one picture, ten frames a second. */
  async watch(url: string, seconds: number, t: number, noise: boolean): Promise<Watched> {
    const image = await picture(url);
    const turn = new CameraTurn(0);
    const viewer = new FaceViewer(landmarker!, turn);
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d')!;
    let view: FaceView | null = null;
    for (let ms = 0; ms < seconds * 1000; ms += 100) {
      context.drawImage(image, 0, 0);
      // A sensor never gives one picture twice.
      context.fillStyle = `rgb(${ms % 256} 0 0 / 0.04)`;
      if (noise) context.fillRect(0, 0, canvas.width, canvas.height);
      const frame = canvas.transferToImageBitmap();
      const { width, height } = frame;
      view = viewer.view({ image: frame, width, height, t: t + ms });
      frame.close();
    }
    image.close();
    return {
      settled: turn.settled,
      turn: turn.turn,
      missing: view!.missing,
      eyesHidden: view!.face?.eyesHidden ?? null,
      ear: view!.face?.signals.ear.left ?? null,
    };
  },

  async light(url: string): Promise<Exposure> {
    const image = await picture(url);
    const light = new FrameLight().measure(image);
    image.close();
    return light;
  },
};

export type VisionUnderTest = typeof service;

expose(service);
