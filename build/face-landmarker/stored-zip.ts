import { zipSync } from 'fflate';
import type { Zippable } from 'fflate';

/** Bytes of a local file header without name and extra field (APPNOTE.TXT, 4.3.7). */
const LOCAL_HEADER = 30;
/** Bytes in front of the content of one extra field: its id and its length. */
const EXTRA_HEADER = 4;
/** Id of the extra field that Android's zipalign pads with. */
const ALIGNMENT_FIELD = 0xd935;

/**
 * The first date that a zip can hold, in local time because the format knows no zone: the same
 * bytes everywhere.
 */
const FIXED_DATE = new Date(1980, 0, 1);

/**
 * An uncompressed zip whose entries' data begin at multiples of `alignment`, because MediaPipe
 * reads the models where they lie. The same entries give the same bytes.
 */
export function storedZip(entries: ReadonlyMap<string, Uint8Array>, alignment: number): Uint8Array {
  const zippable: Zippable = {};
  let at = 0;
  for (const [name, bytes] of entries) {
    const unpadded = at + LOCAL_HEADER + new TextEncoder().encode(name).length + EXTRA_HEADER;
    const padding = (alignment - (unpadded % alignment)) % alignment;
    zippable[name] = [
      bytes,
      { level: 0, mtime: FIXED_DATE, extra: { [ALIGNMENT_FIELD]: new Uint8Array(padding) } },
    ];
    at = unpadded + padding + bytes.length;
  }
  return zipSync(zippable);
}
