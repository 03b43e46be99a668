/** Bytes turned to characters at once: more would be too many arguments. */
const CHUNK = 0x8000;

export function toBase64(bytes: Uint8ClampedArray): string {
  let characters = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    characters += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(characters);
}
