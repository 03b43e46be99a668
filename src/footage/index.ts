/** Own footage: what is kept of it, its labels, and data sets. For the page and for workers. */
export type * from './recording';
export type { FootageLibrary, ImportReport, RecordingSummary, StorageUse } from './footage-library';
export { FootageError, type FootageErrorCode } from './footage-error';
export {
  acceptSuggestions,
  edgesOf,
  nextUnlabelled,
  nextUnsure,
  nudge,
  paint,
  paintPassed,
  secondsOf,
  type Brush,
} from './labels/edit';
export { edited, labelHistory, redo, undo, type LabelHistory } from './labels/history';
export { cohensKappa, type Agreement } from './labels/kappa';
export { suggestLabels, UNSURE_BELOW } from './labels/suggest';
export { labelsCsv, parseLabelsCsv, type ImportedLabels } from './dataset/labels-csv';
export { openFootageLibrary } from './library/library';
export { FootageStore, type LookedFrame, type NewRecording, type StoreOptions } from './library/store';
export { NAME_LIMIT } from './names';
export { CROP_SIZE, CROPS_PER_SECOND, FRAMES_PER_SECOND } from './rates';
export { isStillName, isVideoName, labelOfFolder } from './dataset/raw-layout';
