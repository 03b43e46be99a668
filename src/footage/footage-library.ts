import type { FaceCrop } from '../vision/types';
import type { FrameSignals, Person, Recording, SecondLabels, Suggestions } from './recording';

/** One person's session with its labels, as the list shows it. */
export interface RecordingSummary extends Recording {
  /** Seconds with a label, by class. */
  readonly labelled: Readonly<Record<'asleep' | 'drowsy' | 'awake', number>>;
}

/** Space on this device, bytes; null: the browser does not tell. */
export interface StorageUse {
  readonly footage: number;
  readonly used: number | null;
  readonly quota: number | null;
}

/** Whether files are called in an export as they were, or by a number. */
export type ExportedNames = 'own' | 'neutral';

/** What was made of an imported data set. */
export interface ImportReport {
  readonly people: number;
  readonly recordings: number;
  readonly crops: number;
  /** What was not read, with the reason, in plain words. */
  readonly ignored: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Own footage on this device (IndexedDB). Page and workers open it alike. Methods reject with a
 * StorageError (`storage-blocked`, `storage-full`, `record-corrupt`), imports with a FootageError
 * (`footage-zip-foreign`, `footage-labels`, …).
 */
export interface FootageLibrary {
  people(): Promise<readonly Person[]>;
  addPerson(name: string): Promise<Person>;
  renamePerson(id: string, name: string): Promise<void>;
  /** Deletes a person with all recordings. */
  deletePerson(id: string): Promise<void>;

  recordings(): Promise<readonly RecordingSummary[]>;
  recording(id: string): Promise<Recording | null>;
  deleteRecording(id: string): Promise<void>;
  /** Every frame looked at so far, in order of time. */
  signals(id: string): Promise<readonly FrameSignals[]>;
  /** The kept crop of this index as a picture file. */
  crop(id: string, index: number): Promise<Blob>;

  /** Pixels of these crops, in this order, as the network takes them. In pages and workers. */
  readCrops(id: string, indices: readonly number[]): Promise<FaceCrop[]>;

  /** As many as the recording has seconds (of stills: as many as there are). */
  labels(id: string): Promise<SecondLabels>;
  setLabels(id: string, labels: SecondLabels): Promise<void>;
  /** What a guided recording asked for, second by second; null: it was no guided one. */
  guide(id: string): Promise<Suggestions | null>;

  storage(): Promise<StorageUse>;
  /**
   * Everything as one zip in the layout that the CLI reads (npm run experiment, evaluate):
   * dataset.json, index.csv, crops.
   * @param names of the files that people brought; default: neutral, "film 1"
   */
  exportDataset(
    onProgress: (fraction: number) => void,
    signal?: AbortSignal,
    names?: ExportedNames,
  ): Promise<Blob>;
  importDataset(
    file: Blob,
    onProgress: (fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<ImportReport>;
}
