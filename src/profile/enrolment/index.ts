export { EnrolmentCollector, type EnrolmentOptions } from './collector';
export type {
  Enrolment,
  EnrolmentCandidate,
  EnrolmentHint,
  EnrolmentProgress,
  EnrolmentStatus,
} from './enrolment';
export { SIMILARITY_THRESHOLDS, similarityThreshold } from './similarity';
