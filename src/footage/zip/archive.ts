import {
  BlobReader,
  ERR_BAD_FORMAT,
  ERR_EOCDR_NOT_FOUND,
  ERR_UNSAFE_FILENAME,
  ZipReader,
  type FileEntry,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { messageOf, WakefulError } from '../../common/errors';
import { footageError } from '../footage-error';

/** Files in a zip at most: a hundred hours at four crops a second. */
const MOST_FILES = 1_500_000;

/** Bytes of one list at most, unpacked: signals.csv of ten hours has some 30 MB. */
const LONGEST_TEXT = 64 * 2 ** 20;

/** A zip that is read file by file, wherever they lie in it: never more than one is in memory. */
export class Archive {
  readonly #reader: ZipReader<Blob>;
  readonly #files: ReadonlyMap<string, FileEntry>;

  private constructor(reader: ZipReader<Blob>, files: ReadonlyMap<string, FileEntry>) {
    this.#reader = reader;
    this.#files = files;
  }

  /**
   * @throws FootageError `footage-zip-foreign`: no zip, encrypted, or names that point out of their
   * folder; `footage-zip-too-large`, `footage-zip-damaged`
   */
  static async open(blob: Blob): Promise<Archive> {
    // No workers: theirs would be blobs, which the security policy refuses.
    const reader = new ZipReader(new BlobReader(blob), { useWebWorkers: false, checkSignature: true });
    const files = new Map<string, FileEntry>();
    await typed('The zip', async () => {
      for await (const entry of reader.getEntriesGenerator()) {
        if (files.size === MOST_FILES) {
          throw footageError('footage-zip-too-large', `The zip holds more than ${MOST_FILES} files.`);
        }
        if (entry.encrypted) throw footageError('footage-zip-foreign', 'The zip is encrypted.');
        // Some programs of Windows put backslashes where the format wants slashes.
        const path = entry.filename.replaceAll('\\', '/');
        if (path.split('/').includes('..')) throw new Error(ERR_UNSAFE_FILENAME);
        if (!entry.directory) files.set(path, entry);
      }
    });
    return new Archive(reader, files);
  }

  get paths(): readonly string[] {
    return [...this.#files.keys()];
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /**
   * @param most bytes, unpacked @throws FootageError `footage-zip-damaged`, `footage-zip-too-large`
   */
  async bytes(path: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
    const entry = this.#files.get(path);
    if (!entry) throw footageError('footage-zip-damaged', `The zip lacks ${path}.`);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    // What a file says of its own size may be a lie: what comes out is counted.
    const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
      write(part) {
        length += part.length;
        if (length > most) {
          throw footageError('footage-zip-too-large', `${path} unpacks to more than ${most} bytes.`);
        }
        parts.push(part);
      },
    });
    await typed(path, () => entry.getData(sink));
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** @throws FootageError `footage-zip-damaged`, `footage-zip-too-large` */
  async text(path: string): Promise<string> {
    return new TextDecoder().decode(await this.bytes(path, LONGEST_TEXT));
  }

  async close(): Promise<void> {
    await this.#reader.close();
  }
}

const NO_ZIP: readonly string[] = [ERR_BAD_FORMAT, ERR_EOCDR_NOT_FOUND];

async function typed<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof WakefulError) throw cause;
    const message = messageOf(cause);
    if (message === ERR_UNSAFE_FILENAME) {
      throw footageError('footage-zip-foreign', 'A name in the zip points out of its folder.', cause);
    }
    if (NO_ZIP.includes(message)) throw footageError('footage-zip-foreign', 'The file is no zip.', cause);
    throw footageError('footage-zip-damaged', `${what} cannot be read: ${message}`, cause);
  }
}
