import { expect, it, vi } from 'vitest';

it('ends a sentence with one full stop where it ends with an abbreviation', async () => {
  vi.resetModules();
  const { speak } = await import('../../../../src/app/messages/messages');
  await speak('de');
  const { storyInWords } = await import('../../../../src/app/history/words');
  const { storyOf } = await import('../../../../src/insights/story');
  const { timelineOf } = await import('../../insights/timelines');
  const naps = timelineOf([
    ['awake', 60],
    ['asleep', 9],
    ['awake', 60],
    ['asleep', 4],
    ['awake', 60],
  ]);
  expect(storyInWords(storyOf(naps))).toMatch(/9\u00a0Sek\.$/);
  const halfSeen = timelineOf([
    ['awake', 600],
    ['unknown', 600],
  ]);
  expect(storyInWords(storyOf(halfSeen))).toMatch(/10\u00a0Min\. von 20\u00a0Min\.$/);
});
