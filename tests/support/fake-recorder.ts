/** A MediaRecorder that begins and ends at once, with a film of four bytes. */
export class FakeRecorder extends EventTarget {
  static isTypeSupported = (type: string): boolean => type === 'video/webm';
  state = 'inactive';

  start(): void {
    this.state = 'recording';
    this.dispatchEvent(new Event('start'));
  }

  pause(): void {
    this.state = 'paused';
  }

  resume(): void {
    this.state = 'recording';
  }

  stop(): void {
    this.state = 'inactive';
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob(['film']) }));
    this.dispatchEvent(new Event('stop'));
  }
}
