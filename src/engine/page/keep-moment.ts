import * as models from 'virtual:wakeful-models';
import type { WakefulnessClass } from '../../common/classes';
import { CropCodec } from '../../footage/library/crop-codec';
import { FootageStore, type LookedFrame } from '../../footage/library/store';
import { CROP_SIZE, type Person } from '../../footage/recording';
import type { Database } from '../../storage/database';
import type { MeasuredFace } from '../../vision/types';

/** What a learner said of the seconds that these pictures show. */
export interface Moment {
  readonly person: Person;
  /** Name in the studio. */
  readonly session: string;
  readonly said: WakefulnessClass;
  readonly faces: readonly MeasuredFace[];
}

/**
 * Keeps a moment as labelled pictures of the studio.
 * @throws StorageError; nothing is then kept of it
 */
export async function keepMoment(
  database: Database,
  { person, session, said, faces }: Moment,
  codec: Pick<CropCodec, 'encode'> = new CropCodec(),
): Promise<void> {
  const library = new FootageStore({ database });
  const frames: LookedFrame[] = [];
  for (const [time, { signals, crop }] of faces.entries())
    frames.push({ time, signals, missing: null, crop: await codec.encode(crop) });
  const { id: personId } = await library.keepPerson(person.id, person.name);
  const recording = await library.begin(
    {
      personId,
      session,
      kind: 'stills',
      fileName: session,
      fileBytes: 0,
      duration: frames.length,
      framesPerSecond: 1,
      cropsPerSecond: 1,
      cropSize: CROP_SIZE,
      landmarker: models.faceLandmarker.sha256,
    },
    { labels: frames.map(() => said) },
  );
  try {
    await library.append(recording, frames, { extraction: { kind: 'done' } });
  } catch (error) {
    await library.deleteRecording(recording.id);
    throw error;
  }
}
