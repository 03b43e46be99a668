import type { StudioServices } from '../../../src/app/studio/context';
import { MemoryCheckpoints, MemoryFootage, ScriptedStudio } from '../scripted-studio';
import { STORY_LABELS } from '../studio-footage';
import { drawnFace } from './face';

/** What the studio's screens are previewed on. */
export class PreviewStudio {
  readonly footage = new MemoryFootage();
  readonly studio = new ScriptedStudio(this.footage);
  readonly checkpoints = new MemoryCheckpoints();

  constructor() {
    this.footage.draw = (_, index) => drawnCrop(STORY_LABELS[Math.floor(index / 2)] ?? 'awake', index);
  }

  get services(): StudioServices {
    const { studio, footage, checkpoints } = this;
    const openCamera = () => Promise.resolve({ stream: drawnFace(), close: () => undefined });
    return { studio, footage, checkpoints, openCamera };
  }
}

const LIDS = { awake: 9, drowsy: 4, asleep: 0.8 } as const;

/** A drawn face with its eyes as open as its state has them. */
export function drawnCrop(state: keyof typeof LIDS, index: number): Blob {
  const [dx, ry] = [2 * Math.sin(index), LIDS[state]];
  const eye = (x: number): string => `<ellipse cx="${x + dx}" cy="66" rx="11" ry="${ry}" fill="#2b2622"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160">
    <rect width="160" height="160" fill="#8d9a95"/>
    <ellipse cx="${80 + dx}" cy="70" rx="66" ry="80" fill="#4a4038"/>
    <ellipse cx="${80 + dx}" cy="88" rx="54" ry="70" fill="#d9b193"/>
    ${eye(58)}${eye(102)}
    <ellipse cx="${80 + dx}" cy="126" rx="17" ry="4" fill="#a85f55"/></svg>`;
  return new Blob([svg], { type: 'image/svg+xml' });
}
