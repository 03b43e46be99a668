import type { Milliseconds } from '../common/clock';
import type { Box, DetectedFace } from './types';

/** One face followed from frame to frame. */
export interface FaceTrack {
  readonly id: number;
  /** As it was seen last. */
  face: DetectedFace;
  lastSeen: Milliseconds;
  owner: 'unknown' | 'learner' | 'other-person';
}

/**
 * Intersection over union from which two boxes on following frames are one face. Chosen: half a
 * face's width of movement gives 1/3.
 */
const MIN_OVERLAP = 0.25;

/**
 * A track that was not seen for this long is forgotten, ms; a face that comes later is a new one
 * and has to be identified.
 */
export const TRACK_MEMORY: Milliseconds = 3_000;

/** Connects the faces of following frames by where they are. */
export class FaceTracks {
  #tracks: FaceTrack[] = [];
  #nextId = 1;

  /**
   * The tracks of these faces, each with its new face; new ones for faces that were not there
   * before.
   */
  update(faces: readonly DetectedFace[], t: Milliseconds): FaceTrack[] {
    this.#tracks = this.#tracks.filter(({ lastSeen }) => t - lastSeen < TRACK_MEMORY);
    const pairs = this.#tracks
      .flatMap((track) =>
        faces.map((face) => ({ track, face, overlap: overlapOf(track.face.box, face.box) })),
      )
      .filter(({ overlap }) => overlap >= MIN_OVERLAP)
      .sort((one, other) => other.overlap - one.overlap);
    const seen = new Map<DetectedFace, FaceTrack>();
    const taken = new Set<FaceTrack>();
    for (const { track, face } of pairs) {
      if (taken.has(track) || seen.has(face)) continue;
      taken.add(track);
      seen.set(face, track);
      track.face = face;
      track.lastSeen = t;
    }
    return faces.map((face) => seen.get(face) ?? this.#begin(face, t));
  }

  forget(): void {
    this.#tracks = [];
  }

  identify(id: number, owner: 'learner' | 'other-person'): void {
    const track = this.#tracks.find((each) => each.id === id);
    if (track) track.owner = owner;
  }

  #begin(face: DetectedFace, t: Milliseconds): FaceTrack {
    const track: FaceTrack = { id: this.#nextId++, face, lastSeen: t, owner: 'unknown' };
    this.#tracks.push(track);
    return track;
  }
}

/** Intersection over union of two boxes, 0..1. */
function overlapOf(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (one.width * one.height + other.width * other.height - both);
}
