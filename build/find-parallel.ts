import { installByApt, onPath, type Machine } from './find-chromium';

export const HOW_TO_GET_PARALLEL = [
  'The test of an experiment over several processes needs GNU parallel; none was found or could be installed. Do one of',
  'these and run again:',
  '  - Debian or Ubuntu, as root: apt-get update && apt-get install -y parallel',
  '  - macOS: brew install parallel',
].join('\n');

/**
 * GNU parallel on the PATH, installed first where need be. Throws with what to do when there is no
 * way to it.
 */
export function findOrInstallParallel(machine: Machine): string {
  const here = (): string | null => onPath(machine.environment, ['parallel']).find(machine.exists) ?? null;
  const found = here();
  if (found !== null) return found;
  installByApt(machine, 'parallel');
  const installed = here();
  if (installed !== null) return installed;
  throw new Error(HOW_TO_GET_PARALLEL);
}
