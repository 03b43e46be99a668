export { createWakefulness, type Wakefulness } from './monitor';
export { CalibrationError, calibrateEyes } from './calibration';
export { FusionError, readFusionWeights, type FusionWeights } from './fusion';
export { BUILT_IN_FUSION } from './fusion-weights';
export { type SessionSummary } from './summary';
