/** The page of the browser test: extraction and library as the app uses them. */
import { createExtraction } from '../../../../src/engine/extraction';
import type { ExtractProgress, ExtractRequest } from '../../../../src/engine/studio-api';
import type { FootageLibrary } from '../../../../src/footage/footage-library';
import { openFootageLibrary } from '../../../../src/footage/library/library';

export interface FootageUnderTest {
  readonly library: FootageLibrary;
  /**
   * Extracts files of the server. `stopAt`: aborted at the first progress of that share.
   * @returns the recording's id, or the code or name of the error
   */
  extract(
    files: readonly string[],
    request: Partial<ExtractRequest>,
    stopAt?: number,
  ): Promise<{ readonly id: string } | { readonly error: string; readonly message: string }>;
  /** When a player shows the first picture of a film of the server, seconds. */
  firstPicture(file: string): Promise<number>;
  /** Of the last extraction. */
  readonly progress: ExtractProgress[];
  /** The exported data set in base64. */
  exported(): Promise<string>;
  imported(base64: string): ReturnType<FootageLibrary['importDataset']>;
  /** Mean level of red, green and blue of each crop. */
  levels(id: string, indices: readonly number[]): Promise<number[][]>;
}

declare global {
  interface Window {
    footage: FootageUnderTest;
  }
}

const library = openFootageLibrary();
const extraction = createExtraction();
let progress: ExtractProgress[] = [];

window.footage = {
  library,
  get progress() {
    return progress;
  },
  async extract(names, request, stopAt = Infinity) {
    progress = [];
    const files = await Promise.all(
      names.map(async (name) => {
        const blob = await (await fetch(name)).blob();
        return { file: new File([blob], name), label: null };
      }),
    );
    const stop = new AbortController();
    try {
      const id = await extraction.extract(
        {
          personId: 'ada',
          session: 'first',
          kind: 'video',
          files,
          framesPerSecond: 10,
          cropsPerSecond: 4,
          resume: null,
          ...request,
        },
        (told) => {
          progress.push(told);
          if (told.share >= stopAt) stop.abort();
        },
        stop.signal,
      );
      return { id };
    } catch (error) {
      const { code, name, message } = error as { code?: unknown; name: string; message: string };
      return { error: typeof code === 'string' ? code : name, message };
    }
  },
  async firstPicture(name) {
    const video = document.createElement('video');
    video.muted = true;
    const shown = new Promise<number>((resolve) =>
      video.requestVideoFrameCallback((_, { mediaTime }) => resolve(mediaTime)),
    );
    video.src = name;
    return shown;
  },
  async exported() {
    const bytes = new Uint8Array(await (await library.exportDataset(() => undefined)).arrayBuffer());
    let characters = '';
    for (const byte of bytes) characters += String.fromCharCode(byte);
    return btoa(characters);
  },
  imported(base64) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return library.importDataset(new Blob([bytes]), () => undefined);
  },
  async levels(id, indices) {
    const crops = await library.readCrops(id, indices);
    return crops.map(({ rgba, size }) =>
      [0, 1, 2].map((channel) => {
        let sum = 0;
        for (let at = channel; at < rgba.length; at += 4) sum += rgba[at]!;
        return sum / size ** 2;
      }),
    );
  },
};
