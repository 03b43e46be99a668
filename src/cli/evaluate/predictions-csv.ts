/**
 * Every face with what was measured on it and what network and fusion make of it: the form in which
 * others check us.
 */
import { csvFormat } from 'd3-dsv';
import type { MeasuredFaces } from './measured-faces';

const DIGITS = 5;
const round = (value: number): number => Number(value.toFixed(DIGITS));

/** @param fused posterior of each face, in the order of the classes, as `network` */
export function predictionsCsv(
  { rows, network, signs }: MeasuredFaces,
  fused: readonly (readonly number[])[],
): string {
  const faces = rows.map((row, i) => {
    const { subject, session, time, label, file, ear_left, ear_right, mar, pitch, yaw, roll } = row;
    const [own, both, { openings }] = [network[i]!, fused[i]!, signs[i]!];
    return {
      ...{ subject, session, time, label, file },
      ...{ p_asleep: round(own[0]!), p_drowsy: round(own[1]!), p_awake: round(own[2]!) },
      ...{ fused_asleep: round(both[0]!), fused_drowsy: round(both[1]!), fused_awake: round(both[2]!) },
      ...{ opening_left: round(openings.left), opening_right: round(openings.right) },
      ...{ ear_left, ear_right, mar, pitch, yaw, roll },
    };
  });
  return `${csvFormat(faces)}\n`;
}
