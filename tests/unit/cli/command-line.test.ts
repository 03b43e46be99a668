import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  commandLine,
  fractionOf,
  oneOf,
  positiveNumber,
  runCommand,
  someOf,
  someText,
  wholeNumber,
} from '../../../src/cli/command-line';
import { WakefulError } from '../../../src/common/errors';

const made = () =>
  commandLine('cook', 'Cooks.', 'soup --hot 3')
    .argument('<dish>')
    .addOption(wholeNumber('--hot <n>', 'how hot', 2).default(5))
    .addOption(positiveNumber('--salt <grams>', 'salt'))
    .addOption(fractionOf('--lid <part>', 'how far closed'))
    .addOption(someText('--name <text>', 'of the dish'))
    .addOption(oneOf('--pot <which>', 'pot', ['big', 'small']).default('big'))
    .addOption(someOf('--spices <list>', 'spices', [1, 2, 3]).default([1, 2, 3], 'all'));

const parse = (...args: string[]) => made().parse(['soup', ...args], { from: 'user' });
const usage = (message: RegExp): unknown =>
  expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) as unknown });

describe('options', () => {
  it('have their defaults, and the values that are given', () => {
    expect(parse().opts()).toEqual({ hot: 5, pot: 'big', spices: [1, 2, 3] });
    const given = parse('--hot', '2', '--salt', '0.5', '--pot', 'small', '--spices', '3, 1', '--lid', '1');
    expect(given.opts()).toEqual({ hot: 2, salt: 0.5, pot: 'small', spices: [1, 3], lid: 1 });
  });

  it.each([
    ['--hot', '1', /^--hot is a whole number from 2 on, not "1"/],
    ['--hot', '2.5', /^--hot is a whole number/],
    ['--hot', '', /^--hot is a whole number/],
    ['--salt', '0', /^--salt is a number above 0, not "0"/],
    ['--salt', 'Infinity', /^--salt is a number above 0/],
    ['--lid', '1.5', /^--lid is a number from 0 to 1, not "1.5"/],
    ['--lid', '-0.1', /^--lid is a number from 0 to 1/],
    ['--name', ' ', /^--name is some text/],
    ['--pot', 'no', /^--pot is one of big, small, not "no"/],
    ['--spices', '1,4', /^--spices is some of 1,2,3, not "1,4"/],
    ['--spices', '', /^--spices is some of/],
  ])('refuse %s "%s" by name', (option, value, message) => {
    expect(() => parse(option, value)).toThrow(usage(message));
  });
});

describe('runCommand', () => {
  const { argv } = process;
  let told = '';
  beforeEach(() => {
    told = '';
    const tell = (text: unknown): boolean => {
      told += String(text);
      return true;
    };
    vi.spyOn(process.stdout, 'write').mockImplementation(tell);
    vi.spyOn(process.stderr, 'write').mockImplementation(tell);
    vi.spyOn(console, 'error').mockImplementation(tell);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.argv = argv;
    process.exitCode = undefined;
  });

  const run = async (args: readonly string[], action: () => void = () => undefined): Promise<void> => {
    process.argv = ['node', 'cook', ...args];
    await runCommand(made().action(action));
  };

  it('shows a help that knows choices, ranges, defaults and an example', async () => {
    await run(['--help']);
    expect(process.exitCode).toBeUndefined();
    const help = told.replace(/\s+/g, ' ');
    for (const part of [
      'Usage: npm run cook -- [options] <dish>',
      'how hot: a whole number from 2 on (default: 5)',
      'pot: big, small (default: "big")',
      'spices: some of 1,2,3 (default: all)',
      'Example: npm run cook -- soup --hot 3',
    ]) {
      expect(help).toContain(part);
    }
  });

  it.each([
    [['soup', '--hto', '3'], /^\nUnknown option '--hto'\n\(Did you mean --hot\?\)/],
    [[], /^\nMissing required argument 'dish'/],
    [['soup', 'bread'], /^\nToo many arguments/],
    [['soup', '--hot', 'very'], /^\n--hot is a whole number from 2 on, not "very"\./],
  ])('tells what is wrong with %j, and an example, and fails', async (args, message) => {
    await run(args);
    expect(process.exitCode).toBe(1);
    expect(told).toMatch(message);
    expect(told).toContain('npm run cook -- soup --hot 3');
  });

  it('tells other errors in words with their remedy, and lets unknown ones keep their stack', async () => {
    await run(['soup'], () => {
      throw new WakefulError('model-load', 'There is no stove.', 'Buy one.');
    });
    expect([told, process.exitCode]).toEqual(['\nThere is no stove.\nBuy one.', 1]);
    told = '';
    await run(['soup'], () => void readdirSync('/no/kitchen'));
    expect([told, process.exitCode]).toEqual(['\n/no/kitchen: it leads to nothing.', 1]);
    const fault = new TypeError('a bug');
    await expect(
      run(['soup'], () => {
        throw fault;
      }),
    ).rejects.toBe(fault);
  });
});
