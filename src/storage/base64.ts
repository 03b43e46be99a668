/** Bytes turned into characters at once: more would be too many arguments of one call. */
const CHUNK = 0x8000;

/** Bytes as base64 (RFC 4648, with padding). */
export function encodeBase64(bytes: Uint8Array | Uint8ClampedArray): string {
  let characters = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    characters += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(characters);
}

/** @throws DOMException `InvalidCharacterError` when the text is not base64. */
function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const BYTES_PER_FLOAT = 4;

/** 32-bit floats, little-endian on every machine, as base64. */
export function encodeFloats(floats: Float32Array): string {
  const view = new DataView(new ArrayBuffer(floats.length * BYTES_PER_FLOAT));
  floats.forEach((value, i) => view.setFloat32(i * BYTES_PER_FLOAT, value, true));
  return encodeBase64(new Uint8Array(view.buffer));
}

/**
 * @throws RangeError when the bytes are not whole floats, DOMException when the text is not base64.
 */
export function decodeFloats(text: string): Float32Array {
  const bytes = decodeBase64(text);
  if (bytes.length % BYTES_PER_FLOAT !== 0) throw new RangeError('The bytes are not whole 32-bit floats.');
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / BYTES_PER_FLOAT }, (_, i) =>
    view.getFloat32(i * BYTES_PER_FLOAT, true),
  );
}
