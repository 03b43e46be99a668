import * as v from 'valibot';

/**
 * Emscripten's file_packager ends its loader with one call that lists where each file lies in the
 * `.data` beside it.
 */
const FILE_LIST = /loadPackage\((\{"files":.*\})\);/;

const offset = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const packageSchema = v.object({
  files: v.array(v.object({ filename: v.string(), start: offset, end: offset })),
  remote_package_size: offset,
});

/**
 * The files of an Emscripten package by base name, as views into `data`.
 * @param loader text of the `…_loader.js`
 * @param data bytes of the `.data`
 * @throws Error when the loader does not fit the data
 */
export function unpackAssets(loader: string, data: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const list = FILE_LIST.exec(loader)?.[1];
  if (list === undefined) throw new Error('The packed assets: the loader lists no files.');
  const { files, remote_package_size: size } = v.parse(packageSchema, JSON.parse(list));
  if (size !== data.length) {
    throw new Error(
      `The packed assets: ${data.length} bytes instead of the ${size} that the loader expects.`,
    );
  }
  return new Map(
    files.map(({ filename, start, end }) => {
      if (start > end || end > size) throw new Error(`The packed assets: ${filename} lies outside the data.`);
      return [filename.slice(filename.lastIndexOf('/') + 1), data.subarray(start, end)];
    }),
  );
}
