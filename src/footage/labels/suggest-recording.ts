import { CalibrationError } from '../../wakefulness/calibration';
import { footageError } from '../footage-error';
import type { FootageLibrary } from '../footage-library';
import type { Suggestions } from '../recording';
import { secondsOf } from './edit';
import { suggestLabels } from './suggest';

/** Confidence of a guide's proposal that the eyes speak against. */
const CONTRADICTED = 0.5;

/**
 * What is proposed for each second of a recording: Table 1 computed on its eyes, with the open eyes
 * of all recordings of that person for comparison, and what a guided recording asked for.
 * @param onProgress told which fraction of it is done, 0..1
 * @throws CalibrationError where the person's open eyes are not known and no guide asked for
 * anything; FootageError `footage-missing`; StorageError
 */
export async function suggestRecording(
  library: Pick<FootageLibrary, 'recording' | 'recordings' | 'signals' | 'guide'>,
  id: string,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<Suggestions> {
  const recording = await library.recording(id);
  if (!recording) throw footageError('footage-missing', `There is no recording ${id}.`);
  const seconds = secondsOf(recording.duration);
  const others = (await library.recordings()).filter(
    (each) => each.personId === recording.personId && each.id !== id,
  );
  const [guide, own, ...reference] = await Promise.all([
    library.guide(id),
    library.signals(id),
    ...others.map((each) => library.signals(each.id)),
  ]);
  try {
    return withGuide(suggestLabels(own, seconds, [...own, ...reference.flat()], onProgress), guide);
  } catch (error) {
    if (!guide || !(error instanceof CalibrationError)) throw error;
    return Array.from({ length: seconds }, (_, second) => guide[second] ?? null);
  }
}

/** What a guided recording asked for, checked against what the eyes did. */
function withGuide(suggestions: Suggestions, guide: Suggestions | null): Suggestions {
  if (!guide) return suggestions;
  return suggestions.map((seen, second) => {
    const asked = guide[second];
    if (!asked) return seen;
    if (!seen) return asked;
    const confidence =
      seen.label === asked.label ? Math.max(seen.confidence, asked.confidence) : CONTRADICTED;
    return { label: asked.label, confidence };
  });
}
