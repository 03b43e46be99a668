/** `npm run models` as a person runs it. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { facenet } from '../../../src/network/facenet';
import { facenetStateDict } from '../../../src/network/facenet-import';
import type { StoredTensor } from '../../../src/network/safetensors';
import { elementCount, writeSafetensors } from '../../../src/network/safetensors';
import { readBackboneFile } from '../../../src/network/weights';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'wakeful-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function models(...args: readonly string[]): Promise<Outcome> {
  const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs');
  const command = [tsx, path.join(root, 'src/cli/models/main.ts'), ...args];
  return new Promise((resolve) =>
    execFile(process.execPath, command, { cwd: folder }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    ),
  );
}

test('without arguments it says what there is', async () => {
  const { code, stdout } = await models();
  expect(code).toBe(0);
  expect(stdout).toMatch(/models -- facenet/);
});

test.each([
  [['vgg'], /no model "vgg"/],
  [['facenet', '--fp16', '--fp32'], /'--fp16' cannot be used with option '--fp32'/],
  [['facenet', '--fp8'], /Unknown option '--fp8'/],
  [['facenet', '--from', 'nowhere.safetensors'], /nowhere.safetensors could not be read/],
])('%j ends with 1 and says why, without a stack', async (args, message) => {
  const { code, stderr } = await models(...args);
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('a local state_dict becomes a backbone file in models/', async () => {
  const stateDict = new Map<string, StoredTensor>(
    facenetStateDict.map(({ name, shape }) => [
      name,
      { dtype: 'F16', shape, bytes: new Uint8Array(elementCount(shape) * 2).fill(0x30) },
    ]),
  );
  const from = path.join(folder, 'state-dict.safetensors');
  writeFileSync(from, writeSafetensors(stateDict, {}));
  const { code, stdout, stderr } = await models('facenet', '--from', from);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /models\/facenet-fp16.safetensors: 46\d{6} bytes, 23467824 parameters, weights [0-9a-f]{64}/,
  );
  const file = new Uint8Array(readFileSync(path.join(folder, 'models/facenet-fp16.safetensors')));
  expect(readBackboneFile(facenet, file).size).toBeGreaterThan(200);
  expect(readdirSync(path.join(folder, 'models'))).toEqual(['facenet-fp16.safetensors']);
});

test('a mirror without the file is refused, and nothing is left in models/', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { code, stderr } = await models('facenet', '--fp32', '--url', host);
  server.close();
  expect(code).toBe(1);
  expect(stderr).toMatch(/answered 404/);
  expect(asked).toEqual([
    '/py-feat/facenet/resolve/e2b51c6f01b706e9deceb4608b269d751219604d/model.safetensors',
  ]);
  expect(existsSync(path.join(folder, 'models/facenet-fp32.safetensors'))).toBe(false);
});
