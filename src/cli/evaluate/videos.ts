import type { Evaluation } from '../../evaluation/evaluation';
import { eventsOf, summariseReplays, type ReplayedSession } from '../../evaluation/replays';
import type { FusionWeights } from '../../wakefulness';
import { readSignals, videoSessions } from '../dataset/extracted';
import { namedProbabilities } from '../predict/frame-signs';
import type { Prediction } from '../predict/predictions';
import type { CalibrationSource, SessionCalibration } from './replay';
import { CALIBRATION_SECONDS, calibrateSession, replay } from './replay';

/** A data set's folder with the predictions for its crops. */
export interface PredictedDataset {
  readonly root: string;
  readonly predictions: readonly Prediction[];
}

/** With the network, as the monitor has it, and without. */
const RUNS: readonly { readonly name: string; readonly network: boolean }[] = [
  { name: 'eyes', network: false },
  { name: 'both', network: true },
];

function calibrationInWords({ source, eyes, remark }: SessionCalibration): string {
  const what =
    source === 'first'
      ? `its first ${CALIBRATION_SECONDS} s, which are not scored`
      : 'its seconds labelled awake';
  const how = eyes ? what : `nothing: ${what} do not show open eyes`;
  return remark === null ? how : `${how} (${remark})`;
}

/** All video sessions through the monitor, by the eyes and by both; null: there are none. */
export function evaluateVideos(
  datasets: readonly PredictedDataset[],
  calibrate: CalibrationSource,
  fusion: FusionWeights,
  seed: number,
): Evaluation['videos'] {
  const sessions = datasets.flatMap(({ root, predictions }) => {
    const posteriors = new Map(
      predictions.map((face) => [face.row.file, namedProbabilities(face.probabilities)]),
    );
    return videoSessions(root).flatMap(({ subject, session }) => {
      const signals = readSignals(root, { subject, session });
      if (!signals || signals.length === 0) return [];
      const calibration = calibrateSession(signals, calibrate);
      const replays = RUNS.map(({ network }): ReplayedSession => ({
        subject,
        session,
        ...replay(signals, calibration, fusion, (file) => (network ? (posteriors.get(file) ?? null) : null)),
      }));
      return [{ subject, session, calibration: calibrationInWords(calibration), replays }];
    });
  });
  if (sessions.length === 0) return null;
  return {
    runs: RUNS.map(({ name }, run) => ({
      name,
      summary: summariseReplays(
        sessions.map(({ replays }) => replays[run]!),
        seed,
      ),
    })),
    sessions: sessions.map(({ replays, ...session }) => ({ ...session, counts: replays.map(eventsOf) })),
  };
}
