/**
 * Every face with what was measured on it and what network and fusion make of it: the form in which
 * others check us, and two networks are compared.
 */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { RANGES, within } from '../../common/ranges';
import { decodeText, formatCsv, numberCell, parseCsv } from '../../footage/dataset/csv';
import { DatasetError } from '../../footage/dataset/dataset-error';
import { labelCell } from '../../footage/dataset/labels-csv';
import type { MeasuredFaces } from './measured-faces';

const DIGITS = 5;
const round = (value: number): number => Number(value.toFixed(DIGITS));
/** Three rounded probabilities add up to 1 within this. */
const ROUNDING = 2 / 10 ** DIGITS;

const text = v.pipe(v.string(), v.nonEmpty('is empty'));
const probability = numberCell(RANGES.fraction);

const predicted = {
  /** Digest of the data set. */
  data: text,
  subject: text,
  session: text,
  time: v.string(),
  label: labelCell,
  file: text,
  p_asleep: probability,
  p_drowsy: probability,
  p_awake: probability,
  fused_asleep: probability,
  fused_drowsy: probability,
  fused_awake: probability,
};
const predictedSchema = v.object(predicted);
const columns = v.object({
  ...predicted,
  ...v.entriesFromList(
    ['opening_left', 'opening_right', 'ear_left', 'ear_right', 'mar', 'pitch', 'yaw', 'roll'],
    within(RANGES.shown),
  ),
});

export type PredictedFace = v.InferOutput<typeof predictedSchema>;

/**
 * @param digests of each face's data set
 * @param fused posterior of each face, in the order of the classes, as `network`
 */
export function predictionsCsv(
  { rows, network, signs }: MeasuredFaces,
  digests: readonly string[],
  fused: readonly (readonly number[])[],
): string {
  const faces = rows.map((row, i) => {
    const { subject, session, time, label, file, ear_left, ear_right, mar, pitch, yaw, roll } = row;
    const [own, both, { openings }] = [network[i]!, fused[i]!, signs[i]!];
    return {
      ...{ data: digests[i]!, subject, session, time, label, file },
      ...{ p_asleep: round(own[0]!), p_drowsy: round(own[1]!), p_awake: round(own[2]!) },
      ...{ fused_asleep: round(both[0]!), fused_drowsy: round(both[1]!), fused_awake: round(both[2]!) },
      ...{ opening_left: round(openings.left), opening_right: round(openings.right) },
      ...{ ear_left, ear_right, mar, pitch, yaw, roll },
    };
  });
  return formatCsv(columns, faces);
}

/** @throws DatasetError `dataset-missing`, `dataset-csv`, `dataset-empty` */
export function readPredictions(path: string): readonly PredictedFace[] {
  const remedy = 'Write it anew: npm run evaluate -- … --predictions FILE.';
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new DatasetError('dataset-missing', `${path} cannot be read.`, remedy, { cause });
  }
  const faces = parseCsv(decodeText(bytes), path, predictedSchema);
  if (faces.length === 0) throw new DatasetError('dataset-empty', `${path} holds no face.`, remedy);
  const seen = new Set<string>();
  for (const face of faces) {
    const { data, file, p_asleep, p_drowsy, p_awake, fused_asleep, fused_drowsy, fused_awake } = face;
    const sums = [p_asleep + p_drowsy + p_awake, fused_asleep + fused_drowsy + fused_awake];
    if (sums.some((sum) => Math.abs(sum - 1) > ROUNDING)) {
      throw new DatasetError(
        'dataset-csv',
        `${path}: the probabilities of ${file} do not add up to 1.`,
        remedy,
      );
    }
    const name = `${data} ${file}`;
    if (seen.has(name)) throw new DatasetError('dataset-csv', `${path} lists ${file} twice.`, remedy);
    seen.add(name);
  }
  return faces;
}
