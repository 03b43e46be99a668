import { createHash } from 'node:crypto';

/** SHA-256 of the bytes, 64 lower-case hex digits. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Holds bytes to their pinned hash, so that a changed package fails the build instead of changing
 * the verdicts.
 * @throws Error naming the file and both hashes
 */
export function requireSha256(bytes: Uint8Array, expected: string, name: string): void {
  const actual = sha256(bytes);
  if (actual === expected) return;
  throw new Error(
    `${name} is not the file this version was built for: sha256 ${actual} instead of ${expected}. ` +
      `Run "npm ci" to restore the pinned packages.`,
  );
}
