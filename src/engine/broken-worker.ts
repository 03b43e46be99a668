/** @param tell told once or more that a worker broke: its answers would never come */
export function whenBroken(worker: Worker, tell: (detail: string) => void): void {
  worker.addEventListener('error', (event) => tell(event.message || 'a worker could not be started'));
  worker.addEventListener('messageerror', () => tell('a message between page and worker could not be read'));
}
