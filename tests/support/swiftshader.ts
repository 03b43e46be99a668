import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromiumHere, thisMachine } from '../../build/find-chromium';

const DRIVER = 'vk_swiftshader_icd.json';

/**
 * Where SwiftShader's Vulkan driver lies, and Vulkan's loader with it: beside Chromium,
 * Playwright's own or Debian's. null: there is none.
 */
export function swiftShaderFolder(): string | null {
  const chromium = chromiumHere(thisMachine);
  const folders = [
    ...(chromium ? [path.dirname(chromium)] : []),
    '/usr/lib/chromium',
    '/usr/lib/chromium-browser',
  ];
  return folders.find((folder) => existsSync(path.join(folder, DRIVER))) ?? null;
}

/** The driver's file. @throws Error that says how to get one */
export function swiftShaderDriver(): string {
  const given = process.env['VK_ICD_FILENAMES'];
  if (given) return given;
  const folder = swiftShaderFolder();
  if (folder !== null) return path.join(folder, DRIVER);
  throw new Error(
    `The WebGPU tests need SwiftShader (${DRIVER}, beside a Chromium). Run \`npm test\`, which installs a Chromium, or set ` +
      'VK_ICD_FILENAMES to the file of another Vulkan driver.',
  );
}
