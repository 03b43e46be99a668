import type { CropRow } from '../../footage/dataset/format';

/** Kinds of crops, as far as the data set tells them apart; reports measure each kind by itself. */
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

/** The first four come from `npm run make-training-set`; all others are stills or from videos. */
export function groupOf({ subject, session, source, time }: CropRow): FaceGroup {
  if (session === LOWERED_LIDS)
    return source.includes('glasses') ? 'portraits with drawn glasses' : 'portraits';
  if (subject.startsWith('yale-')) return 'yale';
  if (session === 'clip') return 'clips';
  return time === null ? 'stills' : 'videos';
}
