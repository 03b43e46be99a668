/** `npm run models`: what model files can be fetched, and fetching them. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Option } from '@commander-js/extra-typings';
import { commandLine, runCommand, usageError } from '../command-line';
import { downloadProgress } from '../progress';
import { DEFAULT_HOST, makeFacenet, publicCheckpoint } from './facenet';

const command = commandLine(
  'models',
  "Makes models/facenet-fp16.safetensors, the paper's backbone (FaceNet, 160×160, 512-D, MIT), which the app " +
    'then offers (npm start picks it up). faceres, the default backbone, comes with npm ci and needs nothing.',
  'facenet',
)
  .argument('[model]', 'facenet; without it, this help')
  .addOption(new Option('--fp16', 'half precision, 47 MB; the default').conflicts('fp32'))
  .option('--fp32', 'single precision, 94 MB')
  .option('--from <file>', 'read this facenet-pytorch state_dict (safetensors) instead of downloading 112 MB')
  .option('--url <host>', 'where to download from, or a mirror of it', DEFAULT_HOST)
  .option('--models <dir>', 'where the file goes', 'models')
  .option('--cache <dir>', 'where the download is kept', path.join('.cache', 'models'))
  .action(async (model, { fp32, from, url, models, cache }) => {
    if (model === undefined) return command.help();
    if (model !== 'facenet') throw usageError(`There is no model "${model}".`);
    await mkdir(models, { recursive: true });
    const { file, bytes, parameters, digest } = await makeFacenet(
      {
        from: from ?? null,
        source: publicCheckpoint(url),
        dtype: fp32 ? 'F32' : 'F16',
        models,
        cache,
      },
      { onProgress: downloadProgress(process.stderr, 'facenet'), wait },
    );
    console.log(`${file}: ${bytes} bytes, ${parameters} parameters, weights ${digest}`);
  });

await runCommand(command);
