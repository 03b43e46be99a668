/** `npm run models`: what model files can be fetched, and fetching them. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WakefulError } from '../../common/errors';
import { DEFAULT_HOST, makeFacenet, publicCheckpoint } from './facenet';
import { progressLine } from './progress';

const HELP = `npm run models -- facenet [--fp16 | --fp32] [--from FILE] [--url HOST]

  Makes models/facenet-fp16.safetensors, the paper's backbone (FaceNet, 160×160, 512-D, MIT), which the app then offers
  (npm start picks it up). faceres, the default backbone, comes with npm ci and needs nothing.

  --fp16        half precision, 47 MB (default)
  --fp32        single precision, 94 MB
  --from FILE   read this facenet-pytorch state_dict (safetensors) instead of downloading 112 MB
  --url HOST    a mirror of ${DEFAULT_HOST}
`;

const OPTIONS = {
  from: { type: 'string' },
  fp16: { type: 'boolean' },
  fp32: { type: 'boolean' },
  url: { type: 'string', default: DEFAULT_HOST },
  models: { type: 'string', default: 'models' },
  cache: { type: 'string', default: path.join('.cache', 'models') },
  help: { type: 'boolean', short: 'h' },
} as const;

function usageError(message: string): WakefulError<'usage'> {
  return new WakefulError('usage', message, HELP);
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

async function facenet(values: ReturnType<typeof readArguments>['values']): Promise<void> {
  await mkdir(values.models, { recursive: true });
  const show = progressLine(process.stderr, 'facenet');
  const result = await makeFacenet(
    {
      from: values.from ?? null,
      source: publicCheckpoint(values.url),
      dtype: values.fp32 ? 'F32' : 'F16',
      models: values.models,
      cache: values.cache,
    },
    { onProgress: show, wait },
  );
  console.log(
    `${result.file}: ${result.bytes} bytes, ${result.parameters} parameters, weights ${result.digest}`,
  );
}

try {
  const { values, positionals } = readArguments();
  if (values.help || positionals.length === 0) console.log(HELP);
  else if (values.fp16 && values.fp32) throw usageError('--fp16 and --fp32 exclude each other.');
  else if (positionals.join(' ') === 'facenet') await facenet(values);
  else throw usageError(`There is no model "${positionals.join(' ')}".`);
} catch (error) {
  if (!(error instanceof WakefulError)) throw error;
  console.error(`\n${error.message}\n${error.remedy}`);
  process.exitCode = 1;
}
