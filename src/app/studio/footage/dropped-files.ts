import type { GivenFile } from './sources';

/** All files that were dropped, with those in dropped folders. To be called in the drop event itself. */
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
