import { WakefulError } from '../common/errors';

export type FootageErrorCode =
  | 'footage-unreadable'
  | 'footage-format'
  | 'footage-empty'
  | 'footage-too-long'
  | 'footage-no-face'
  | 'footage-changed'
  | 'footage-busy'
  | 'footage-missing'
  | 'footage-name'
  | 'footage-labels'
  | 'footage-other-labels'
  | 'footage-zip-foreign'
  | 'footage-zip-damaged'
  | 'footage-zip-too-large'
  | 'footage-crop-size';

/** Own footage that cannot be used as it is. What was kept before is still there. */
export class FootageError extends WakefulError<FootageErrorCode> {}

const REMEDIES: Readonly<Record<FootageErrorCode, string>> = {
  'footage-unreadable':
    'Play the file in this browser to see whether it is whole. Record it again, or convert it to MP4 (H.264) or WebM.',
  'footage-format':
    'Save it as MP4 (H.264) with a free program such as HandBrake, and choose that file. An iPhone films so by itself with Settings, Camera, Formats, Most Compatible.',
  'footage-empty': 'Choose a video that is at least a second long, or at least one picture.',
  'footage-too-long':
    'Cut it into shorter parts, or save the video anew: its own table of times may be damaged.',
  'footage-no-face':
    'Use footage that shows one face from the front, well lit and at least a fifth as wide as the picture.',
  'footage-changed': 'Choose the very file that this recording was begun with, or start a new recording.',
  'footage-busy': 'Wait until it is done in the other tab, or close that tab.',
  'footage-missing': 'Reload the page; the list shows what is there.',
  'footage-name': 'Enter a name with at least one letter or digit.',
  'footage-labels':
    'Correct the file: its first line is "second,label", each further line a whole second and one of asleep, drowsy, awake.',
  'footage-other-labels': 'Nothing was changed. Choose the file that belongs to this recording.',
  'footage-zip-foreign':
    'Choose a zip that Wakeful exported, or zip a folder that `npm run extract` wrote, with dataset.json at its top.',
  'footage-zip-damaged': 'Export or copy the file again: a part of it is missing or was changed.',
  'footage-zip-too-large': 'Split the data set into smaller ones, one person each.',
  'footage-crop-size':
    'Extract the data set again with the usual size of crops (npm run extract, without --crop-size).',
};

export function footageError(code: FootageErrorCode, message: string, cause?: unknown): FootageError {
  return new FootageError(code, message, REMEDIES[code], cause === undefined ? undefined : { cause });
}
