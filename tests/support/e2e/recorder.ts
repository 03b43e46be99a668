import type { Page } from '@playwright/test';
import type { EngineEvent } from '../../../src/engine/protocol';
import { MARKER } from '../footage/render';

/** A change of what the page shows. Times are milliseconds since the epoch. */
export interface Shown<Value> {
  readonly t: number;
  readonly value: Value;
}

/** What was seen of one page, in the order of time. */
export interface Recording {
  /**
   * `data-state`, with `data-reason` after a colon when there is one; null before the element
   * exists.
   */
  readonly states: readonly Shown<string | null>[];
  /** `data-level` of the alert; null while there is none. */
  readonly alerts: readonly Shown<string | null>[];
  /** Whether the film's marker says that the eyes are closed. */
  readonly closed: readonly Shown<boolean>[];
  /** What the worker told the page, with the time it arrived. */
  readonly events: readonly Shown<EngineEvent>[];
}

declare global {
  interface Window {
    recording: {
      states: Shown<string | null>[];
      alerts: Shown<string | null>[];
      closed: Shown<boolean>[];
      events: Shown<EngineEvent>[];
    };
  }
}

/** Runs in the page before its own scripts: records and changes nothing. */
function recordInPage(marker: { x: number; y: number; size: number } | null): void {
  const recording: Window['recording'] = { states: [], alerts: [], closed: [], events: [] };
  window.recording = recording;
  const push = <Value>(list: Shown<Value>[], value: Value): void => {
    if (list.length === 0 || list.at(-1)!.value !== value) list.push({ t: Date.now(), value });
  };

  const look = (): void => {
    const state = document.querySelector<HTMLElement>('[data-testid="state"]')?.dataset;
    push(
      recording.states,
      state?.['state'] === undefined ? null : [state['state'], state['reason']].filter(Boolean).join(':'),
    );
    const alert = document.querySelector<HTMLElement>('[data-testid="alert"]')?.dataset;
    push(recording.alerts, alert?.['level'] ?? null);
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-state', 'data-reason', 'data-level'],
  });

  // Events come from the worker as calls over a message port (Comlink); listening beside changes
  // nothing.
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the port it was called on
  const addEventListener = MessagePort.prototype.addEventListener;
  MessagePort.prototype.addEventListener = function (
    this: MessagePort,
    ...args: Parameters<typeof addEventListener>
  ) {
    if (args[0] === 'message')
      addEventListener.call(this, 'message', (message) => {
        const call = (message as MessageEvent<{ argumentList?: { value?: EngineEvent }[] } | null>).data;
        const event = call?.argumentList?.[0]?.value;
        if (typeof event === 'object' && 'type' in event)
          recording.events.push({ t: Date.now(), value: event });
      });
    addEventListener.apply(this, args);
  } as typeof addEventListener;

  if (marker === null) return;
  // The marker is read from a copy of the camera's track, as its frames arrive.
  const watchMarker = async (track: MediaStreamVideoTrack): Promise<void> => {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const rect = {
      x: marker.x + marker.size / 4,
      y: marker.y + marker.size / 4,
      width: marker.size / 2,
      height: marker.size / 2,
    };
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (done) return;
      const pixels = new Uint8Array(frame.allocationSize({ rect }));
      // The first plane is luma, in all formats that cameras give.
      const layout = await frame.copyTo(pixels, { rect });
      frame.close();
      push(recording.closed, pixels[layout[0]!.offset]! > 128);
    }
  };
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return;
  const getUserMedia = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    for (const track of stream.getVideoTracks()) {
      const copy = track.clone();
      const stop = track.stop.bind(track);
      track.stop = () => {
        copy.stop();
        stop();
      };
      void watchMarker(copy);
    }
    return stream;
  };
}

/**
 * Starts recording every document of the page from its first script on.
 * @param readsMarker which costs some of the page's time
 */
export async function record(page: Page, readsMarker: boolean): Promise<void> {
  await page.addInitScript(recordInPage, readsMarker ? { ...MARKER } : null);
}

/** The recorder as source text, for a browser that Playwright does not drive. */
export const recorderSource = (): string => `(${recordInPage.toString()})(${JSON.stringify(MARKER)})`;

export const recordingOf = (page: Page): Promise<Recording> => page.evaluate(() => window.recording);

/** The first change at or after a time to a value; null when there was none. */
export function firstAfter<Value>(list: readonly Shown<Value>[], t: number, value: Value): number | null {
  return list.find((shown) => shown.t >= t && shown.value === value)?.t ?? null;
}

/** Share of a stretch of time during which a value was shown. */
export function shareOf<Value>(
  list: readonly Shown<Value>[],
  value: Value,
  from: number,
  to: number,
): number {
  let sum = 0;
  for (const [k, shown] of list.entries()) {
    const start = Math.max(from, shown.t);
    const end = Math.min(to, list[k + 1]?.t ?? to);
    if (shown.value === value && end > start) sum += end - start;
  }
  return sum / (to - from);
}

/** Stretches in which the film's eyes were closed for at least so long, ms since the epoch. */
export function closures(
  { closed }: Recording,
  atLeastMs: number,
): readonly { readonly from: number; readonly to: number }[] {
  return closed.flatMap(({ t, value }, k) => {
    const to = closed[k + 1]?.t;
    return value && to !== undefined && to - t >= atLeastMs ? [{ from: t, to }] : [];
  });
}

/** Events of one kind, with the time they arrived. */
export function eventsOf<Type extends EngineEvent['type']>(
  { events }: Recording,
  type: Type,
): readonly Shown<Extract<EngineEvent, { type: Type }>>[] {
  return events.filter(
    (shown): shown is Shown<Extract<EngineEvent, { type: Type }>> => shown.value.type === type,
  );
}
