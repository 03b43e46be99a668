import { describe, expect, it } from 'vitest';
import { progressLine, type ProgressDetails } from '../../../src/cli/progress';

/** What is written, with a clock that is set by hand. */
function scene(isTTY: boolean, json = false) {
  const written: string[] = [];
  let t = 0;
  const terminal = { isTTY, write: (text: string) => void written.push(text) };
  const line = progressLine(terminal, { json, now: () => t });
  return {
    written,
    /** @param seconds since the beginning */
    show: (
      seconds: number,
      what: string,
      fraction: number,
      details?: ProgressDetails,
    ): string | undefined => {
      t = 1000 * seconds;
      const before = written.length;
      line.show(what, fraction, details);
      return written.length > before ? written.at(-1)!.replace('\r\u001b[2K', '').trim() : undefined;
    },
    end: () => line.end(),
  };
}

describe('progress', () => {
  it('shows rate and time left in place, and clears the line at the end', () => {
    const { written, show, end } = scene(true);
    expect(show(0, 'training', 0, { of: [400, 'steps'] })).toBe('training 0 %');
    expect(show(1, 'training', 0.01, { of: [400, 'steps'] })).toBe('training 1 %');
    expect(show(50, 'training', 0.25, { of: [400, 'steps'], note: 'loss 0.5' })).toBe(
      'training 25 %, 2.0 steps/s, 3 min left, loss 0.5',
    );
    end();
    expect(written.at(-1)).toBe('\r\u001b[2K');
  });

  it('counts from where an earlier run ended, and says what was skipped', () => {
    const { show } = scene(true);
    show(0, '3/4 deviation', 0, { overall: 0.5 });
    expect(
      show(3600, '4/4 deviation', 0.5, {
        overall: 0.625,
        of: [80, 'batches'],
        skipped: '2 cells from earlier runs',
      }),
    ).toBe('4/4 deviation 50 %, 0.2 batches/min, 3.0 h left, 2 cells from earlier runs');
  });

  it('writes few lines into a log: when the work changes, and twice a minute', () => {
    const { show } = scene(false);
    expect(show(0, 'faces', 0)).toBe('faces');
    expect(show(10, 'faces', 0.1)).toBeUndefined();
    expect(show(31, 'faces', 0.31)).toBe('faces 31 %, 69 s left');
    expect(show(32, 'faces', 0.32)).toBeUndefined();
    expect(show(33, 'intervals', 0)).toBe('intervals');
  });

  it('writes JSON for machines, a line each, also on a terminal', () => {
    const { written, show, end } = scene(true, true);
    show(0, 'faces', 0, { of: [100, 'faces'] });
    show(1, 'faces', 0.01, { of: [100, 'faces'] });
    show(40, 'faces', 0.5, { of: [100, 'faces'], skipped: 'one' });
    end();
    expect(written.every((line) => line.endsWith('\n'))).toBe(true);
    expect(written.map((line) => JSON.parse(line) as unknown)).toEqual([
      { what: 'faces', fraction: 0, unit: 'faces', perSecond: null, secondsLeft: null },
      { what: 'faces', fraction: 0.5, unit: 'faces', perSecond: 1.25, secondsLeft: 40, skipped: 'one' },
    ]);
  });
});
