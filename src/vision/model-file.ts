/** A file that the app downloads. */
export interface ModelFile {
  /** Where it is, on the app's own origin. */
  readonly url: string;
  /** File name, for messages. */
  readonly name: string;
  /** Size of the file, bytes. */
  readonly bytes: number;
  /** SHA-256 of the file, 64 lower-case hex digits. */
  readonly sha256: string;
}
