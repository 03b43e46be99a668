import type { CropRow } from '../../footage/dataset/format';

/** What a crop is a picture of, as far as its data set tells: reports measure each kind by itself. */
export const FACE_GROUPS = [
  'portraits',
  'portraits with drawn glasses',
  'yale',
  'clips',
  'stills',
  'videos',
] as const;
export type FaceGroup = (typeof FACE_GROUPS)[number];

/** Session of portraits whose lids are lowered. */
export const LOWERED_LIDS = 'lowered-lids';

/** The first four are the parts of `npm run make-training-set`; everything else is a still or from a video. */
export function groupOf({ subject, session, source, time }: CropRow): FaceGroup {
  if (session === LOWERED_LIDS)
    return source.includes('glasses') ? 'portraits with drawn glasses' : 'portraits';
  if (subject.startsWith('yale-')) return 'yale';
  if (session === 'clip') return 'clips';
  return time === null ? 'stills' : 'videos';
}
