import type { CropRow } from '../../footage/dataset/format';

/** Kinds of crops, as far as the data set tells them apart; reports measure each kind by itself. */
export const FACE_GROUPS = [
  'portraits',
  'portraits with drawn glasses',
  'closed photographs',
  'real clips',
  'transplanted eyes',
  'yale',
  'clips',
  'stills',
  'videos',
] as const;
export type FaceGroup = (typeof FACE_GROUPS)[number];

/** Faces of make-training-set on which nothing is drawn: the model card's "real faces". */
export const REAL_FACES: readonly FaceGroup[] = ['closed photographs', 'real clips', 'clips'];

/** Session of portraits whose lids are lowered. */
export const LOWERED_LIDS = 'lowered-lids';
/** Session of photographs of people with really closed eyes. */
export const CLOSED_PHOTO = 'closed-eyes';
/** Sessions of clips of people who talk begin with this; the clip's name follows. */
export const REAL_CLIP = 'clip-';
/** Session of faces with somebody else's eyes. */
export const TRANSPLANTED = 'transplanted-eyes';

/** All but the last two come from `npm run make-training-set`. */
export function groupOf({ subject, session, source, time }: CropRow): FaceGroup {
  if (session === LOWERED_LIDS)
    return source.includes('glasses') ? 'portraits with drawn glasses' : 'portraits';
  if (session === CLOSED_PHOTO) return 'closed photographs';
  if (session === TRANSPLANTED) return 'transplanted eyes';
  if (session.startsWith(REAL_CLIP)) return 'real clips';
  if (subject.startsWith('yale-')) return 'yale';
  if (session === 'clip') return 'clips';
  return time === null ? 'stills' : 'videos';
}
