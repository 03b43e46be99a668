import type { WakefulnessClass } from '../../../common/classes';
import { folderName } from '../../../common/names';
import type { ExtractRequest } from '../../../engine/studio-api';
import { isStillName, isVideoName, labelOfFolder } from '../../../footage/dataset/raw-layout';

/** A file as it was chosen or dropped. */
export interface GivenFile {
  readonly file: File;
  /** With the folders it lies in, as far as the browser tells: `evening/drowsy/017.jpg`. */
  readonly path: string;
}

/** One session: a video, or the pictures of a folder. */
export interface Source {
  readonly kind: 'video' | 'stills';
  readonly session: string;
  readonly files: ExtractRequest['files'];
}

/** How closely footage is looked at, and how much of it is kept. */
export type Rates = Pick<ExtractRequest, 'framesPerSecond' | 'cropsPerSecond'>;

/** null: nothing that could name a folder, an emoji alone say. */
const sessionName = (name = ''): string | null => (folderName(name) === null ? null : name);

/** For the file dialog. */
export const VIDEO_TYPES = 'video/*,.mp4,.m4v,.webm,.mov,.mkv,.avi,.wmv,.mpg,.mpeg,.mts,.flv';

/** Session of pictures that lie in no folder. */
const LOOSE = 'pictures';

const inOrder = new Intl.Collator('en', { numeric: true });

/**
 * What a choice of files holds: each video is a session, and so are all pictures of one folder. A
 * folder named after a state labels its pictures, and belongs to the session of the folder around.
 */
export function sourcesOf(given: readonly GivenFile[]): {
  readonly sources: readonly Source[];
  /** Files that are neither. */
  readonly ignored: number;
} {
  const videos: Source[] = [];
  const folders = new Map<
    string,
    { session: string; files: { file: File; label: WakefulnessClass | null }[] }
  >();
  let ignored = 0;
  for (const { file, path } of [...given].sort((a, b) => inOrder.compare(a.path, b.path))) {
    const parts = path.split('/').filter((part) => part !== '');
    const name = parts.pop() ?? file.name;
    // Hidden files: what systems leave in folders (._clip.mp4, .DS_Store).
    if (name.startsWith('.')) ignored += 1;
    else if (isVideoName(name) || file.type.startsWith('video/')) {
      videos.push({
        kind: 'video',
        session: sessionName(name.replace(/\.[^.]*$/, '')) ?? 'film',
        files: [{ file, label: null }],
      });
    } else if (isStillName(name)) {
      const label = labelOfFolder(parts.at(-1) ?? '') ?? null;
      if (label) parts.pop();
      const folder = parts.join('/');
      const kept = folders.get(folder) ?? { session: sessionName(parts.at(-1)) ?? LOOSE, files: [] };
      kept.files.push({ file, label });
      folders.set(folder, kept);
    } else ignored += 1;
  }
  const stills = [...folders.values()].map((folder): Source => ({ kind: 'stills', ...folder }));
  return { sources: [...videos, ...stills], ignored };
}

const isZip = ({ path }: GivenFile): boolean => path.toLowerCase().endsWith('.zip');

/** Those that are exported data sets: to be imported, not looked at anew. */
export async function datasetsAmong(given: readonly GivenFile[]): Promise<readonly GivenFile[]> {
  const zips = given.filter(isZip);
  if (zips.length === 0) return [];
  const { holdsDataset } = await import('../../../footage/zip/files');
  const holds = await Promise.all(zips.map(({ file }) => holdsDataset(file)));
  return zips.filter((_, i) => holds[i]);
}

/** The same with the files of zips in place of the zips. */
export async function unpacked(given: readonly GivenFile[]): Promise<readonly GivenFile[]> {
  const unpack = async (one: GivenFile): Promise<readonly GivenFile[]> => {
    if (!isZip(one)) return [one];
    const { filesOfZip } = await import('../../../footage/zip/files');
    const folder = one.path.slice(0, -'.zip'.length);
    const files = await filesOfZip(one.file, (path) => isVideoName(path) || isStillName(path));
    return files.map(({ file, path }) => ({ file, path: `${folder}/${path}` }));
  };
  return (await Promise.all(given.map(unpack))).flat();
}

/** All files that were dropped, in folders too. To be called in the drop event itself. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly GivenFile[]> {
  // Entries are gone when the event is over: all are asked for before anything is awaited.
  const found = [...transfer.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  return (await Promise.all(found.map(filesIn))).flat();
}

async function filesIn(entry: FileSystemEntry | File | null): Promise<readonly GivenFile[]> {
  if (entry === null) return [];
  // Dragged out of another program, it lies in no folder.
  if (entry instanceof File) return [{ file: entry, path: entry.name }];
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path: entry.fullPath }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const children: FileSystemEntry[] = [];
  // A reader gives some at a time, and none when it has given all.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    children.push(...some);
  }
  return (await Promise.all(children.map(filesIn))).flat();
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
