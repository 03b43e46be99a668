/** The page that `npm run extract` drives: hands files to the worker and what it sees to Node. */
import { proxy, wrap } from 'comlink';
import '../../../engine/network-worker/wakeful-throw';
import type { ExtractPage, ExtractService, TakeLooks } from '../protocol';

declare global {
  interface Window {
    extractPage: ExtractPage;
    /** Put here by Node. */
    takeLooks: TakeLooks;
    tellProgress: (fraction: number) => Promise<void>;
  }
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const service = wrap<ExtractService>(worker);

function files(): readonly File[] {
  return [...(document.querySelector<HTMLInputElement>('#files')?.files ?? [])];
}

function onlyFile(): File {
  const [file] = files();
  if (!file) throw new Error('There is no file in the file input.');
  return file;
}

window.extractPage = {
  load: () => service.load(),
  async stills(cropSize) {
    const looks = [];
    for (const file of files()) looks.push(await service.still(file, cropSize));
    return looks;
  },
  portrait: (looks, cropSize) => service.portrait(onlyFile(), looks, cropSize),
  video(request) {
    return service.video(
      onlyFile(),
      request,
      proxy((looks) => window.takeLooks(looks)),
      proxy((fraction) => void window.tellProgress(fraction)),
    );
  },
};
