/** What a video that cannot be decoded is, in words, so that somebody can convert it. */

/** mediabunny's names, and the containers' own for what it does not know. */
const CODECS: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'HEVC (H.265)',
  av1: 'AV1',
  vp8: 'VP8',
  vp9: 'VP9',
  prores: 'ProRes',
  mp4v: 'MPEG-4 Visual (DivX, Xvid)',
  jpeg: 'Motion JPEG',
  mjpa: 'Motion JPEG',
};

/**
 * @param codec mediabunny's name; null: it has none
 * @param id what the file itself says
 */
export function codecName(codec: string | null, id: string | number | Uint8Array | null): string {
  const known = CODECS[codec ?? ''] ?? CODECS[String(id)];
  return known ?? (typeof id === 'string' && /^[\w/.-]+$/.test(id) ? id : 'an unknown format');
}

/** First bytes of files that browsers do not open, as characters of one byte; `.` is any. */
const CONTAINERS: readonly (readonly [RegExp, string])[] = [
  [/^RIFF....AVI /s, 'an AVI file'],
  [/^0&\xb2u/, 'a Windows Media file (WMV)'],
  [/^FLV/, 'a Flash video (FLV)'],
  [/^\0\0.\xba/s, 'an MPEG program stream (MPG, VOB)'],
  [/^\xff\xd8\xff/, 'a row of JPEG pictures'],
];

/** null: none of those. */
export async function containerName(file: Blob): Promise<string | null> {
  const bytes = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  const start = String.fromCharCode(...bytes);
  return CONTAINERS.find(([pattern]) => pattern.test(start))?.[1] ?? null;
}
