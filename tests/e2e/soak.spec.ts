import { start, untilState } from '../support/e2e/app';
import { watchHeaps } from '../support/e2e/heaps';
import { eventsOf, firstAfter, recordingOf, shareOf } from '../support/e2e/recorder';
import { expect, test } from '../support/e2e/test';
import { TALKS } from '../support/footage/films';

/** A minute in `npm test`; `npm run soak` runs ten (tests/soak.config.ts). */
const MINUTES_IN_TESTS = 1;

/** Backends allocate what they keep in the first seconds. */
const WARM_UP_MS = 10_000;

/**
 * The page's own records of a session and the browser's caches; a frame kept would be a megabyte
 * each.
 */
const HEAP_GROWTH_MB = 8;

test('whoever talks, moves and blinks is awake, and nothing piles up', async ({ open }, { config }) => {
  const minutes = Number(config.metadata['soakMinutes'] ?? MINUTES_IN_TESTS);
  test.setTimeout(minutes * 60_000 + 300_000);
  const { page, context } = await open({ film: TALKS, enrolled: true });
  await start(page);
  await untilState(page, 'awake');
  const awakeFrom = Date.now();
  await page.waitForTimeout(WARM_UP_MS);

  const heaps = await watchHeaps(await context.newCDPSession(page));
  await expect.poll(() => heaps.count(), 'the page and its two workers').toBe(3);
  /** The recorder's own list grows with every event: it is emptied before each look at the heap. */
  const takeRecording = async () => {
    const recording = await recordingOf(page);
    await page.evaluate(() => (window.recording.events.length = 0));
    return recording;
  };
  const tensorCounts: number[] = [];
  const countTensors = async (): Promise<void> => {
    for (const { value } of eventsOf(await takeRecording(), 'measures'))
      tensorCounts.push(value.measures.tensors);
  };

  await takeRecording();
  const before = await heaps.size();
  const end = Date.now() + minutes * 60_000 - WARM_UP_MS;
  while (Date.now() < end) {
    await page.waitForTimeout(Math.min(30_000, end - Date.now()));
    await countTensors();
  }
  const after = await heaps.size();

  expect(tensorCounts.length).toBeGreaterThan(minutes * 60);
  expect(tensorCounts[0]!).toBeGreaterThan(0);
  expect(new Set(tensorCounts).size, `tensors held: ${[...new Set(tensorCounts)].join(', ')}`).toBe(1);
  console.log(`heaps ${before.toFixed(1)} → ${after.toFixed(1)} MiB, tensors ${tensorCounts.at(-1)!}`);
  expect(after - before, `heap from ${before.toFixed(1)} to ${after.toFixed(1)} MiB`).toBeLessThan(
    HEAP_GROWTH_MB,
  );

  const { states, alerts } = await recordingOf(page);
  expect(alerts.every(({ value }) => value === null)).toBe(true);
  expect(firstAfter(states, 0, 'asleep')).toBeNull();
  expect(shareOf(states, 'awake', awakeFrom, Date.now())).toBeGreaterThan(0.9);
});
