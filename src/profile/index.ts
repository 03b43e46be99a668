/**
 * What a person's device keeps: learners, sessions, settings, fine-tuned networks. For the page.
 */
export { NAME_LIMIT } from '../common/names';
export { parseCheckpointCard } from '../network/checkpoint-card';
export type { StorageErrorCode } from '../storage/storage-error';
export type { QuarantinedRecord } from '../storage/quarantine';
export type { CheckpointStore } from './checkpoints/checkpoint-store';
export type { HistoryStore } from './history/history-store';
export { decodeFraction, decodeReason, decodeState, type RecordedReason } from './history/seconds';
export {
  NOTE_LIMIT,
  sessionCsv,
  sessionJson,
  type SaidMoment,
  type Session,
  type SessionNotes,
  type SessionTimeline,
} from './history/session';
export type { SessionRecorder } from './history/session-recorder';
export type { EndedSession, ShownSession } from './history/session-tape';
export type { Learner } from './learners/learner';
export type { LearnerFileErrorCode } from './learners/learner-file';
export { openStorage, type ProfileStorage, type StorageOptions, type Unsaved } from './profile-storage';
export {
  ALERT_CHANNELS,
  BREAK_MINUTES,
  DEFAULT_SETTINGS,
  THEMES,
  type AlertChannelName,
  type ChosenChannels,
  type Settings,
} from './settings/settings';
export type { SettingsStore } from './settings/settings-store';
