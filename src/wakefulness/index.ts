export { createWakefulness, type Wakefulness } from './monitor';
export { CalibrationError, calibrateEyes } from './calibration';
export { DEFAULT_FUSION, type FusionWeights } from './likelihood';
export { type SessionSummary } from './summary';
