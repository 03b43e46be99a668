import { afterEach, describe, expect, it, vi } from 'vitest';
import { listCameras, openCamera } from '../../../src/engine/page/camera';

const wish = { deviceId: null, width: 640, height: 480 };
const nobody = { onEnded: () => undefined, onMuted: () => undefined };

class FakeTrack extends EventTarget {
  readonly stop = vi.fn();
}

function browserWith(mediaDevices: Partial<MediaDevices> | undefined): void {
  vi.stubGlobal('navigator', { mediaDevices });
}

function streamOf(...tracks: FakeTrack[]): MediaStream {
  return { getVideoTracks: () => tracks, getTracks: () => tracks } as unknown as MediaStream;
}

afterEach(() => vi.unstubAllGlobals());

describe('openCamera', () => {
  it('asks for the chosen camera at the wished size, without sound', async () => {
    const asked: (MediaStreamConstraints | undefined)[] = [];
    browserWith({
      getUserMedia: (constraints) => {
        asked.push(constraints);
        return Promise.resolve(streamOf(new FakeTrack()));
      },
    });
    await openCamera({ ...wish, deviceId: 'usb-2' }, nobody);
    await openCamera(wish, nobody);
    expect(asked[0]).toMatchObject({
      audio: false,
      video: { deviceId: { exact: 'usb-2' }, width: { ideal: 640 }, height: { ideal: 480 } },
    });
    expect(asked[1]).toMatchObject({ video: { facingMode: 'user' } });
    expect(asked[1]!.video).not.toHaveProperty('deviceId');
  });

  it.each([
    ['NotAllowedError', 'camera-denied'],
    ['SecurityError', 'camera-denied'],
    ['NotFoundError', 'camera-missing'],
    ['OverconstrainedError', 'camera-missing'],
    ['NotReadableError', 'camera-busy'],
    ['AbortError', 'camera-busy'],
  ])('says what %s means', async (name, code) => {
    browserWith({ getUserMedia: () => Promise.reject(new DOMException('why', name)) });
    await expect(openCamera(wish, nobody)).rejects.toMatchObject({ code, message: `${name}: why` });
  });

  it('says that the page is not secure where the browser offers no camera', async () => {
    browserWith(undefined);
    await expect(openCamera(wish, nobody)).rejects.toMatchObject({ code: 'insecure-context' });
    await expect(listCameras()).rejects.toMatchObject({ code: 'insecure-context' });
  });

  it('refuses a stream without a picture', async () => {
    browserWith({ getUserMedia: () => Promise.resolve(streamOf()) });
    await expect(openCamera(wish, nobody)).rejects.toMatchObject({ code: 'camera-missing' });
  });

  it('tells when the camera is unplugged or held back, and turns it off', async () => {
    const track = new FakeTrack();
    browserWith({ getUserMedia: () => Promise.resolve(streamOf(track)) });
    const happened: string[] = [];
    const camera = await openCamera(wish, {
      onEnded: () => happened.push('ended'),
      onMuted: (muted) => happened.push(muted ? 'muted' : 'unmuted'),
    });
    for (const type of ['mute', 'unmute', 'ended']) track.dispatchEvent(new Event(type));
    expect(happened).toEqual(['muted', 'unmuted', 'ended']);
    camera.close();
    expect(track.stop).toHaveBeenCalledOnce();
  });
});

describe('listCameras', () => {
  it('lists cameras only', async () => {
    const device = (kind: MediaDeviceKind, deviceId: string) => ({
      kind,
      deviceId,
      label: `the ${deviceId}`,
    });
    browserWith({
      enumerateDevices: () =>
        Promise.resolve([
          device('audioinput', 'mic'),
          device('videoinput', 'front'),
          device('videoinput', 'usb'),
        ] as MediaDeviceInfo[]),
    });
    expect(await listCameras()).toEqual([
      { deviceId: 'front', label: 'the front' },
      { deviceId: 'usb', label: 'the usb' },
    ]);
  });
});
