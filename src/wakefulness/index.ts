export { createWakefulness, type Wakefulness, type WakefulnessOptions } from './monitor';
export { CalibrationError, calibrateEyes, type CalibrationErrorCode } from './calibration';
export { CALIBRATION_LEAST_FRAMES } from './constants';
export { DEFAULT_FUSION, type FusionWeights } from './likelihood';
export { addAlert, addState, EMPTY_SUMMARY, type SessionSummary } from './summary';
