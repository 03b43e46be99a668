import { SECOND_MS } from '../../common/clock';
import { lengthOf, type SessionStory } from '../../insights/story';
import type { Tip } from '../../insights/tip';
import { common, story as text, tips, unknownReasons } from '../messages/texts';
import { hours, inFullWords, inWords } from '../shared/format';

/** Seconds of the session unseen, and their fraction, from which that is told. */
const MUCH_UNSEEN = 60;
const MUCH_UNSEEN_FRACTION = 0.1;

/** What happened in a session, in one to three sentences. */
export function storyInWords(story: SessionStory): string {
  const { seconds, recorded, seen, drowsy, sleeps, untilDrowsy, untilSleep } = story;
  if (seconds === 0) return text.tooShort;
  if (seen === 0) return text.neverSeen;
  const unseen = recorded - seen;
  const isMuchUnseen = unseen >= MUCH_UNSEEN && unseen >= MUCH_UNSEEN_FRACTION * recorded;
  if (untilDrowsy === null)
    return isMuchUnseen ? withOneStop(text.awakeWhenSeen(lasting(seen), lasting(recorded))) : text.awake;
  const sentences = [];
  if (untilSleep !== null) {
    const longest = lasting(Math.max(...sleeps.map(lengthOf)));
    const after = inFullWords(untilSleep);
    sentences.push(
      sleeps.length === 1 ? text.sleptOnce(after, longest) : text.slept(sleeps.length, after, longest),
    );
    if (drowsy > 0) sentences.push(text.drowsyToo(lasting(drowsy)));
  } else sentences.push(text.drowsy(lasting(drowsy), inFullWords(untilDrowsy)));
  if (isMuchUnseen) sentences.push(text.unseen(lasting(unseen)));
  return sentences.map(withOneStop).reduce(common.sentences);
}

/** Where a sentence ends with an abbreviation, as “4 Sek.” is, one full stop is enough. */
const withOneStop = (sentence: string): string => sentence.replace(/\.\.$/, '.');

export const lasting = (seconds: number): string => inWords(seconds * SECOND_MS);

export function tipInWords(tip: Tip): string {
  switch (tip.kind) {
    case 'be-seen':
      return tips.beSeen(unknownReasons[tip.reason].todo);
    case 'sleep-more':
      return tips.sleepMore(hours(tip.hours));
    case 'start-rested':
      return tips.startRested;
    case 'break-before':
      return tips.breakBefore(tip.minutes);
    case 'break-hourly':
      return tips.breakHourly;
  }
}

/** Seconds of `m:ss` or `h:mm:ss`; null: it is something else. */
export function secondsOfClock(text: string): number | null {
  const [, hours = '0', minutes, seconds] =
    /^(?:(\d{1,2}):(?=[0-5]\d:))?(\d{1,3}):([0-5]\d)$/.exec(text.trim()) ?? [];
  if (minutes === undefined || seconds === undefined) return null;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return total <= 24 * 3600 ? total : null;
}
