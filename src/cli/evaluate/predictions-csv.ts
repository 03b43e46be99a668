/**
 * Every face with what was measured on it and what network and fusion make of it: the form in which
 * others check us.
 */
import { csvFormat } from 'd3-dsv';
import type { MeasuredFaces } from './measured-faces';

const COLUMNS = [
  'subject',
  'session',
  'time',
  'label',
  'file',
  'p_asleep',
  'p_drowsy',
  'p_awake',
  'fused_asleep',
  'fused_drowsy',
  'fused_awake',
  'opening_left',
  'opening_right',
  'ear_left',
  'ear_right',
  'mar',
  'pitch',
  'yaw',
  'roll',
] as const;

const DIGITS = 5;
const round = (value: number): number => Number(value.toFixed(DIGITS));

/** @param fused posterior of each face, in the order of the classes, as `network` */
export function predictionsCsv(
  { rows, network, signs }: MeasuredFaces,
  fused: readonly (readonly number[])[],
): string {
  const faces = rows.map((row, i) => ({
    ...row,
    p_asleep: round(network[i]![0]!),
    p_drowsy: round(network[i]![1]!),
    p_awake: round(network[i]![2]!),
    fused_asleep: round(fused[i]![0]!),
    fused_drowsy: round(fused[i]![1]!),
    fused_awake: round(fused[i]![2]!),
    opening_left: round(signs[i]!.openings.left),
    opening_right: round(signs[i]!.openings.right),
  }));
  return `${csvFormat(faces, COLUMNS)}\n`;
}
