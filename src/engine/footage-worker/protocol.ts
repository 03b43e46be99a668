import type { ExtractProgress, ExtractRequest } from '../studio-api';

/** What the worker asks of the page. */
export interface ExtractionPage {
  progress(progress: ExtractProgress): void;
  /**
   * Opens a video in the page's player. Its duration, seconds; null: the page cannot play it
   * either.
   */
  openVideo(file: Blob): Promise<number | null>;
  pictureAt(time: number): Promise<ImageBitmap>;
  closeVideo(): void;
}

/** The extraction worker; one extraction at a time. */
export interface ExtractionService {
  /** @throws WakefulError `model-load` */
  load(): Promise<void>;
  /**
   * Resolves to the recording's id; null: it was stopped, and can be resumed.
   * @throws FootageError, StorageError
   */
  extract(request: ExtractRequest, page: ExtractionPage): Promise<string | null>;
  /** Ends the extraction after the present frame; what was done is kept. */
  stop(): void;
}
