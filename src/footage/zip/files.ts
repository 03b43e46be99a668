import { MANIFEST } from '../dataset/format';
import { footageError } from '../footage-error';
import { Archive } from './archive';

/**
 * Bytes of one file, and of all, unpacked: they lie in memory or on the browser's disk until they
 * were looked at.
 */
const LARGEST_FILE = 512 * 2 ** 20;
const LARGEST_WHOLE = 2 * 2 ** 30;

/**
 * Whether a zip holds a data set, whose crops are extracted already.
 * @throws FootageError `footage-zip-foreign`, `footage-zip-damaged`, `footage-zip-too-large`
 */
export async function holdsDataset(zip: Blob): Promise<boolean> {
  const archive = await Archive.open(zip);
  try {
    return archive.paths.some((path) => path === MANIFEST.name || path.endsWith(`/${MANIFEST.name}`));
  } finally {
    await archive.close();
  }
}

/**
 * The files of a zip that is no data set yet, `<subject>/<label>/017.jpg` say, as if its folder had
 * been chosen.
 * @param wanted whether a file is of use, by its path; others are not unpacked
 * @throws FootageError `footage-zip-foreign`, `footage-zip-damaged`, `footage-zip-too-large`
 */
export async function filesOfZip(
  zip: Blob,
  wanted: (path: string) => boolean,
): Promise<readonly { readonly file: File; readonly path: string }[]> {
  const archive = await Archive.open(zip);
  try {
    const files: { file: File; path: string }[] = [];
    let whole = 0;
    for (const path of archive.paths.filter(wanted)) {
      const bytes = await archive.bytes(path, LARGEST_FILE);
      whole += bytes.length;
      if (whole > LARGEST_WHOLE) {
        throw footageError('footage-zip-too-large', `The zip unpacks to more than ${LARGEST_WHOLE} bytes.`);
      }
      files.push({ file: new File([bytes], path.slice(path.lastIndexOf('/') + 1)), path });
    }
    return files;
  } finally {
    await archive.close();
  }
}
