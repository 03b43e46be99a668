import type { WakefulnessClass } from '../../common/classes';
import type { SecondLabels, Suggestion } from '../recording';
import { UNSURE_BELOW } from './suggest';

/** A label, or its removal. */
export type Brush = WakefulnessClass | null;

/** Number of seconds that a recording of this duration (seconds) has: one that has begun counts. */
export function secondsOf(duration: number): number {
  return Math.max(0, Math.ceil(duration - ROUNDING));
}

/** Durations are sums of frame durations: this much, in seconds, is rounding. */
const ROUNDING = 1e-6;

/** The seconds from `from` up to and without `to`, those outside the recording left out. */
export function paint(labels: SecondLabels, from: number, to: number, brush: Brush): SecondLabels {
  return labels.map((label, second) => (second >= from && second < to ? brush : label));
}

/**
 * What a held key labels while the video plays: the seconds passed between two moments of playback,
 * both of theirs included. Playing backwards counts as well.
 */
export function paintPassed(labels: SecondLabels, before: number, now: number, brush: Brush): SecondLabels {
  const [first, last] = before < now ? [before, now] : [now, before];
  return paint(labels, Math.floor(first), Math.floor(last) + 1, brush);
}

/** Seconds at which another stretch begins; the start and the end of the recording are none. */
export function edgesOf(labels: SecondLabels): readonly number[] {
  return labels.flatMap((label, second) => (second > 0 && label !== labels[second - 1] ? [second] : []));
}

/**
 * Moves the edge at `edge` (the first second of a stretch) by so many seconds; the stretch that it
 * moves into keeps at least one. Where there is no edge, nothing changes.
 */
export function nudge(labels: SecondLabels, edge: number, by: number): SecondLabels {
  const edges = [0, ...edgesOf(labels), labels.length];
  const at = edges.indexOf(edge);
  if (at <= 0 || edge === labels.length) return labels;
  const to = Math.min(edges[at + 1]! - 1, Math.max(edges[at - 1]! + 1, edge + by));
  return to < edge
    ? paint(labels, to, edge, labels[edge] ?? null)
    : paint(labels, edge, to, labels[edge - 1] ?? null);
}

/**
 * The next second after `after` that `wanted` holds for, from the start again after the end; null:
 * there is none.
 */
function nextSecond(count: number, after: number, wanted: (second: number) => boolean): number | null {
  for (let step = 1; step <= count; step++) {
    const second = (((after + step) % count) + count) % count;
    if (wanted(second)) return second;
  }
  return null;
}

/**
 * @param after second to search from; −1: from the start
 * @param faces whether a second shows a face: the others teach nothing, and are passed over
 */
export function nextUnlabelled(
  labels: SecondLabels,
  faces: readonly boolean[],
  after: number,
): number | null {
  return nextSecond(labels.length, after, (second) => labels[second] === null && faces[second] === true);
}

/** The next such second without a suggestion that is sure. */
export function nextUnsure(
  labels: SecondLabels,
  faces: readonly boolean[],
  suggestions: readonly (Suggestion | null)[],
  after: number,
): number | null {
  const isSure = (second: number): boolean => (suggestions[second]?.confidence ?? 0) >= UNSURE_BELOW;
  const unsure = faces.map((face, second) => face && !isSure(second));
  return nextUnlabelled(labels, unsure, after);
}

/**
 * Takes suggestions over as labels, where there is no label yet: what somebody set stays.
 * @param from,to seconds, `to` not included
 * @param least confidence; by default unsure ones are left
 */
export function acceptSuggestions(
  labels: SecondLabels,
  suggestions: readonly (Suggestion | null)[],
  { from = 0, to = Infinity, least = UNSURE_BELOW } = {},
): SecondLabels {
  return labels.map((label, second) => {
    const suggestion = suggestions[second];
    if (label !== null || second < from || second >= to || !suggestion) return label;
    return suggestion.confidence >= least ? suggestion.label : null;
  });
}
