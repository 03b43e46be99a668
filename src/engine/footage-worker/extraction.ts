import type { Clock } from '../../common/clock';
import { WakefulError } from '../../common/errors';
import { StepClock } from '../../common/step-clock';
import { footageError } from '../../footage/footage-error';
import type { FootageStore, LookedFrame, NewRecording } from '../../footage/library/store';
import { CropCodec } from '../../footage/library/crop-codec';
import { CropSlots } from '../../footage/media/crop-slots';
import { videoOfPage } from '../../footage/media/page-video';
import { openVideo, UnreadableMedia, type Video } from '../../footage/media/video-frames';
import { CROP_SIZE, type KeptRecording } from '../../footage/recording';
import type { ExtractRequest } from '../studio-api';
import { openStill, type OfflineAnalyzer, type FrameAnalysis } from './offline-analyzer';
import type { ExtractionPage } from './protocol';

/** Frames looked at before they are kept: some 13 s of a video, and half a megabyte. */
const FRAMES_AT_ONCE = 128;

/** Frames between two words about progress. */
const FRAMES_A_PROGRESS = 10;

/** What is known of a file that cannot be decoded. */
const NO_PICTURE = { signals: null, missing: 'unreadable', crop: null } as const;

/** What an extraction works with. */
export interface Tools {
  readonly analyzer: OfflineAnalyzer;
  readonly library: FootageStore;
  readonly page: ExtractionPage;
  /** SHA-256 of the face landmarker. */
  readonly landmarker: string;
  /** Aborted: it ends after the present frame. */
  readonly stop: AbortSignal;
  /** Monotonic ms. */
  readonly now: Clock;
}

/**
 * One extraction: frames are looked at one by one, and kept together with how far the work is, so
 * that whatever ends it (stopped, disk full, tab closed) costs a few seconds of a video at most.
 */
export class Extraction {
  readonly #request: ExtractRequest;
  readonly #tools: Tools;
  readonly #codec = new CropCodec();
  readonly #clock: StepClock;
  #recording: KeptRecording | null = null;
  #frames: LookedFrame[] = [];
  /** Bytes of the crops among `#frames`. */
  #waiting = 0;
  #doneUntil = 0;
  #unreadable = 0;
  #looked = 0;

  constructor(request: ExtractRequest, tools: Tools) {
    this.#request = request;
    this.#tools = tools;
    this.#clock = new StepClock(tools.now);
  }

  /** Resolves to the recording's id; null: it was stopped. */
  async run(): Promise<string | null> {
    const { resume, files, kind } = this.#request;
    if (files.length === 0 || files.every(({ file }) => file.size === 0)) {
      throw footageError('footage-empty', `${files[0]?.file.name ?? 'The folder'} is empty.`);
    }
    if (resume !== null) {
      this.#recording = await this.#resumed(resume);
      if (this.#recording.extraction.kind === 'done') return resume;
      this.#doneUntil = this.#recording.extraction.doneUntil;
    }
    return kind === 'stills' ? this.#stills() : this.#video(files[0]!.file);
  }

  async #video(file: File): Promise<string | null> {
    const { library, stop } = this.#tools;
    let video: Video | null = null;
    try {
      try {
        video = await openVideo(file, stop);
        await this.#look(file, video);
      } catch (error) {
        if (stop.aborted || error instanceof WakefulError) throw error;
        // WebCodecs cannot read it, or not to its end: the page's player may.
        video?.close();
        video = await this.#player(file);
        if (!video) throw error;
        if (this.#recording && error instanceof UnreadableMedia && error.hasGaps) {
          await library.deleteRecording(this.#recording.id);
          this.#recording = null;
          this.#frames = [];
        }
        await this.#look(file, video);
      }
    } catch (error) {
      // What was seen before a broken stretch of the file is kept.
      if (this.#recording) await this.#keep();
      if (stop.aborted) return null;
      throw asFootageError(file, error);
    } finally {
      video?.close();
    }
    return stop.aborted ? null : this.#finish();
  }

  /** Looks at what was not looked at yet, and keeps it. */
  async #look(file: File, video: Video): Promise<void> {
    const { analyzer, stop } = this.#tools;
    if (!(video.duration > 0)) throw footageError('footage-empty', `${file.name} has no length.`);
    await this.#keep();
    const recording = (this.#recording ??= await this.#begin(video.duration));
    const after = recording.seen > 0 ? this.#doneUntil : -Infinity;
    const slots = new CropSlots(recording.cropsPerSecond, null);
    if (recording.seen > 0) slots.fill(after);
    /** One that was begun by an earlier release goes on with its clock. */
    const zero = recording.clock === 'player' ? 0 : video.begin;
    const pictures = video.pictures(recording.framesPerSecond, after + zero);
    const wantsCrop = (time: number): boolean => slots.wants(time - zero);
    for await (const analysis of analyzer.film(pictures, recording.cropSize, wantsCrop)) {
      const time = analysis.time - zero;
      if (analysis.crop) slots.fill(time);
      await this.#take({ ...analysis, time }, time);
      if (stop.aborted) break;
    }
    await this.#keep();
  }

  async #stills(): Promise<string | null> {
    const { analyzer, stop } = this.#tools;
    const { files } = this.#request;
    const recording = (this.#recording ??= await this.#begin(files.length));
    for (let index = this.#doneUntil; index < files.length; index++) {
      const image = await openStill(files[index]!.file);
      if (!image) this.#unreadable++;
      const analysis = image ? await analyzer.still(image, recording.cropSize) : NO_PICTURE;
      await this.#take({ ...analysis, time: index }, index + 1);
      if (stop.aborted) break;
    }
    await this.#keep();
    return stop.aborted ? null : this.#finish();
  }

  /** The page's player; null: it does not play the file either. */
  async #player(file: File): Promise<Video | null> {
    const { page } = this.#tools;
    const duration = await page.openVideo(file);
    if (duration === null) return null;
    return videoOfPage({
      duration,
      pictureAt: (time) => page.pictureAt(time),
      close() {
        page.closeVideo();
      },
    });
  }

  async #resumed(id: string): Promise<KeptRecording> {
    const recording = await this.#tools.library.recording(id);
    if (!recording)
      throw footageError('footage-missing', 'The recording to go on with is not here any more.');
    const { fileName, fileBytes } = this.#source();
    if (recording.fileName !== fileName || recording.fileBytes !== fileBytes) {
      throw footageError(
        'footage-changed',
        `The recording was made of ${recording.fileName} with ${recording.fileBytes} bytes, not of ${fileName} with ${fileBytes}.`,
      );
    }
    return recording;
  }

  #source(): Pick<NewRecording, 'fileName' | 'fileBytes'> {
    const { files, kind } = this.#request;
    const fileBytes = files.reduce((sum, { file }) => sum + file.size, 0);
    const fileName = kind === 'stills' ? `${files.length} × ${files[0]!.file.name}` : files[0]!.file.name;
    return { fileName, fileBytes };
  }

  #begin(duration: number): Promise<KeptRecording> {
    const { personId, session, kind, files, framesPerSecond, cropsPerSecond, guide, labels } = this.#request;
    const { library, landmarker } = this.#tools;
    return library.begin(
      {
        personId,
        session,
        kind,
        ...this.#source(),
        duration,
        clock: 'player',
        framesPerSecond,
        cropsPerSecond,
        cropSize: CROP_SIZE,
        landmarker,
      },
      {
        ...(kind === 'stills' && { labels: files.map(({ label }) => label) }),
        ...(labels && { labels }),
        ...(guide && { guide }),
      },
    );
  }

  async #take({ crop, ...analysis }: FrameAnalysis, doneUntil: number): Promise<void> {
    const encoded = crop && (await this.#codec.encode(crop));
    this.#frames.push({ ...analysis, crop: encoded });
    this.#waiting += encoded?.bytes.length ?? 0;
    this.#doneUntil = doneUntil;
    if (this.#frames.length === FRAMES_AT_ONCE) await this.#keep();
    if (++this.#looked % FRAMES_A_PROGRESS === 0) this.#tellProgress();
  }

  async #keep(): Promise<void> {
    const frames = this.#frames;
    this.#frames = [];
    this.#waiting = 0;
    if (frames.length === 0) return;
    const extraction = { kind: 'stopped', doneUntil: this.#doneUntil } as const;
    this.#recording = await this.#tools.library.append(this.#recording!, frames, { extraction });
  }

  async #finish(): Promise<string> {
    const { library } = this.#tools;
    const recording = this.#recording!;
    if (recording.kept === 0) {
      await library.deleteRecording(recording.id);
      if (this.#unreadable === recording.seen && recording.seen > 0) {
        throw footageError('footage-unreadable', `None of the ${recording.seen} files is a picture.`);
      }
      if (recording.seen === 0) throw footageError('footage-empty', `${recording.fileName} shows nothing.`);
      throw footageError('footage-no-face', `None of ${recording.seen} pictures shows a face large enough.`);
    }
    this.#recording = await library.append(recording, [], { extraction: { kind: 'done' } });
    this.#tellProgress();
    return recording.id;
  }

  #tellProgress(): void {
    const { kind, duration, framesPerSecond, kept, bytes, dropped, extraction } = this.#recording!;
    const time = extraction.kind === 'done' ? duration : Math.min(duration, this.#doneUntil);
    const framesLeft = (duration - time) * (kind === 'stills' ? 1 : framesPerSecond);
    this.#tools.page.progress({
      share: time / duration,
      time,
      duration,
      remaining: this.#clock.step(framesLeft / FRAMES_A_PROGRESS),
      kept: kept + this.#frames.filter(({ crop }) => crop !== null).length,
      bytes: bytes + this.#waiting,
      dropped:
        Object.values(dropped).reduce((sum, count) => sum + count, 0) +
        this.#frames.filter(({ missing }) => missing !== null).length,
    });
  }
}

function asFootageError(file: File, error: unknown): unknown {
  if (!(error instanceof UnreadableMedia)) return error;
  if (error.format !== null) {
    const message = `${file.name} is ${error.format}, which this browser cannot read.`;
    return footageError('footage-format', message, error);
  }
  return footageError('footage-unreadable', `${file.name}: ${error.message}`, error);
}
