// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { ScriptedEngine } from '../../support/scripted-engine';
import { openMonitoring, standInForTheBrowser } from './page';

vi.mock('uplot', () => import('../../support/no-plot'));
standInForTheBrowser();

/** A camera's stream; its copies share the track. */
function fakeStream() {
  const track = { applyConstraints: vi.fn(() => Promise.resolve()), stop: vi.fn() };
  const copy = { getVideoTracks: () => [track], getTracks: () => [track] };
  const stream = { clone: vi.fn(() => copy) };
  return { stream: stream as unknown as MediaStream, copy, track, clone: stream.clone };
}

const picture = (): HTMLVideoElement => screen.getByLabelText('Camera picture');

describe('the picture beside the state', () => {
  it('is a copy of the camera’s with five pictures a second, which ends with the session', async () => {
    vi.stubGlobal('MediaStreamTrackProcessor', vi.fn());
    const { stream, copy, track } = fakeStream();
    const engine = new ScriptedEngine();
    engine.stream = stream;
    await openMonitoring({ engine });
    expect(picture().srcObject).toBe(copy);
    expect(track.applyConstraints).toHaveBeenLastCalledWith({ frameRate: { max: 5 } });
    expect(track.stop).not.toHaveBeenCalled();
    await act(() => engine.stop());
    expect(track.stop).toHaveBeenCalledOnce();
  });

  it('is the camera’s own where a copy might slow that down', async () => {
    const { stream, clone } = fakeStream();
    const engine = new ScriptedEngine();
    engine.stream = stream;
    await openMonitoring({ engine });
    expect(picture().srcObject).toBe(stream);
    expect(clone).not.toHaveBeenCalled();
  });
});
