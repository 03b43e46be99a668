export { createWakefulness, type Wakefulness, type WakefulnessOptions } from './monitor';
export { CalibrationError, calibrateEyes, type CalibrationErrorCode } from './calibration';
export { CALIBRATION_LEAST_FRAMES } from './constants';
export { FusionError, readFusionWeights, type FusionErrorCode, type FusionWeights } from './fusion';
export { BUILT_IN_FUSION } from './fusion-weights';
export { addAlert, addState, EMPTY_SUMMARY, type SessionSummary } from './summary';
