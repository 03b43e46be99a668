export { openStorage, type ProfileStorage, type StorageOptions } from './profile-storage';
export type { Places } from '../storage/delete-everything';
export { StorageError, type StorageErrorCode } from '../storage/storage-error';
export type { Quarantine, QuarantinedRecord } from '../storage/quarantine';
export type { CheckpointStore } from './checkpoints/checkpoint-store';
export type { CheckpointLibrary, StoredCheckpoint } from './checkpoints/stored-checkpoint';
export { parseCheckpointCard, type CheckpointCard } from '../network/checkpoint-card';
export { NAME_LIMIT, type Learner } from './learners/learner';
export { LearnerFileError, type LearnerFileErrorCode } from './learners/learner-file';
export type { LearnerStore } from './learners/learner-store';
export {
  ALERT_CHANNELS,
  DEFAULT_SETTINGS,
  THEMES,
  type AlertChannelName,
  type ChosenChannels,
  type Settings,
  type Theme,
} from './settings/settings';
export type { SettingsStore } from './settings/settings-store';
export type { HistoryStore } from './history/history-store';
export type { Session } from './history/session';
export type { SessionRecorder } from './history/session-recorder';
export { sessionCsv, sessionJson } from './history/session-export';
export { secondsOf, type RecordedAlert, type SessionTimeline, type TimelineSecond } from './history/timeline';
export {
  decodeReason,
  decodeShare,
  decodeState,
  type RecordedReason,
  type RecordedState,
} from './history/codes';
export type { Columns } from './history/columns';
