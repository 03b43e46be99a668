import * as v from 'valibot';

/** A face crop as a picture file. */
export interface EncodedCrop {
  readonly type: CropType;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const CROP_TYPES = ['image/webp', 'image/png'] as const;
export type CropType = (typeof CROP_TYPES)[number];

/** Some crops one after another: thousands of small records would be slow to write, read and delete. */
export const cropChunkSchema = v.pipe(
  v.object({
    types: v.array(v.picklist(CROP_TYPES)),
    /** Where each of them ends in `bytes`. */
    ends: v.instance(Uint32Array),
    bytes: v.instance(Uint8Array<ArrayBuffer>),
  }),
  v.check(
    ({ types, ends, bytes }) =>
      types.length === ends.length &&
      ends.every((end, i) => end > (ends[i - 1] ?? 0)) &&
      bytes.length === (ends.at(-1) ?? 0),
    'its parts do not belong together',
  ),
);

export type CropChunk = v.InferOutput<typeof cropChunkSchema>;

export function packCrops(crops: readonly EncodedCrop[]): CropChunk {
  const ends = new Uint32Array(crops.length);
  let end = 0;
  crops.forEach(({ bytes }, i) => (ends[i] = end += bytes.length));
  const bytes = new Uint8Array(end);
  crops.forEach((crop, i) => bytes.set(crop.bytes, ends[i]! - crop.bytes.length));
  return { types: crops.map(({ type }) => type), ends, bytes };
}

/** The crop at a place in the chunk; null: it holds fewer. */
export function cropAt({ types, ends, bytes }: CropChunk, place: number): EncodedCrop | null {
  const [type, end] = [types[place], ends[place]];
  if (type === undefined || end === undefined) return null;
  return { type, bytes: bytes.slice(ends[place - 1] ?? 0, end) };
}
