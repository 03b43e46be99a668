import { describe, expect, it, vi } from 'vitest';
import { LANGUAGES, type Language } from '../../../../src/app/messages/languages';

async function formatIn(language: Language) {
  vi.resetModules();
  const { speak } = await import('../../../../src/app/messages/messages');
  await speak(language);
  return import('../../../../src/app/shared/format');
}

const QUARTER_TO_ONE = new Date(2026, 10, 30, 0, 45, 7).getTime();

describe.each(Object.keys(LANGUAGES) as Language[])('in %s', (language) => {
  it('a time of day is written as in a date with its time', async () => {
    const { dateAndTime, timeOfDay, timeOfDayToTheSecond } = await formatIn(language);
    const time = timeOfDay(QUARTER_TO_ONE);
    expect(dateAndTime(QUARTER_TO_ONE).endsWith(time)).toBe(true);
    expect(timeOfDayToTheSecond(QUARTER_TO_ONE)).toContain(time.replace(/\s.*/, ''));
  });

  it('no line ends between a number and its unit', async () => {
    const { hours, inFullWords, megabytes, minutes, seconds } = await formatIn(language);
    for (const write of [hours, minutes, seconds, inFullWords, megabytes])
      expect(write(9)).not.toContain(' ');
  });
});
