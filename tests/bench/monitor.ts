/**
 * How long a first visit takes to its first verdict; and the monitor's cost as a whole: processor
 * time of the browser with a running session, by process. Figures to read, not to pass.
 */
import os from 'node:os';
import * as v from 'valibot';
import type { EngineEvent } from '../../src/engine/protocol';
import { start, untilState } from '../support/e2e/app';
import { eventsOf, recordingOf } from '../support/e2e/recorder';
import { test } from '../support/e2e/test';
import { AWAKE, DROWSY, TALKS } from '../support/footage/films';

/** Measured for so long, s, after the session has settled. */
const MEASURED = 60;
const SETTLED = 15;

/**
 * Chrome DevTools Protocol, SystemInfo.getProcessInfo: seconds of processor time since the start.
 */
const Processes = v.object({
  processInfo: v.array(v.object({ type: v.string(), id: v.number(), cpuTime: v.number() })),
});

/** Between opening the page and Start, ms: the models load, as while somebody reads. */
const READS_FOR = [0, 5_000] as const;

for (const [name, film] of Object.entries({ 'sits still': AWAKE, talks: TALKS }))
  for (const readsFor of READS_FOR)
    test(`a first visit of one who ${name}, ${readsFor} ms before Start`, async ({ open }) => {
      const { page } = await open({ film });
      await page.getByTestId('start').waitFor();
      await page.waitForTimeout(readsFor);
      await start(page);
      await untilState(page, 'awake', 60_000);
      const { closed, events } = await recordingOf(page);
      const after = (is: (event: EngineEvent) => boolean): number =>
        (events.find(({ value }) => is(value))?.t ?? NaN) - closed[0]!.t;
      console.log(`${name}, Start after ${readsFor} ms; ms after the camera's first frame:`);
      console.log(`  ${after(({ type }) => type === 'measures')} first frame looked at`);
      console.log(`  ${after(({ type }) => type === 'camera-turn')} the camera's turn is known`);
      console.log(
        `  ${after((event) => event.type === 'measures' && event.measures.box !== null)} first face`,
      );
      console.log(
        `  ${after((event) => event.type === 'state' && event.event.state !== 'unknown')} first verdict`,
      );
    });

for (const [name, film] of Object.entries({ awake: AWAKE, drowsy: DROWSY }))
  test(`a learner who is ${name}`, async ({ open }) => {
    test.setTimeout(300_000);
    const { page, context } = await open({ film, enrolled: true });
    await start(page);
    await untilState(page, name);
    await page.waitForTimeout(SETTLED * 1000);
    const system = await context.browser()!.newBrowserCDPSession();
    const processes = async () =>
      v.parse(Processes, await system.send('SystemInfo.getProcessInfo')).processInfo;
    const before = await processes();
    await page.waitForTimeout(MEASURED * 1000);
    const after = await processes();

    const perCore = new Map<string, number>();
    for (const { type, id, cpuTime } of after) {
      const was = before.find((process) => process.id === id)?.cpuTime ?? 0;
      perCore.set(type, (perCore.get(type) ?? 0) + (cpuTime - was) / MEASURED);
    }
    const total = [...perCore.values()].reduce((sum, value) => sum + value, 0);
    const told = eventsOf(await recordingOf(page), 'measures').map(({ value }) => value.measures);
    const lately = told.slice(-MEASURED * 3);
    const mean = (of: (measures: (typeof told)[number]) => number): string =>
      (lately.reduce((sum, measures) => sum + of(measures), 0) / lately.length).toFixed(1);
    const percent = (value: number): string => `${(value * 100).toFixed(0)} %`;
    console.log(`${name}: ${percent(total)} of one core (${os.cpus()[0]?.model})`);
    for (const [type, value] of [...perCore].toSorted(([, one], [, other]) => other - one))
      console.log(`  ${type.padEnd(10)} ${percent(value)}`);
    console.log(
      `  ${mean((m) => m.framesPerSecond)} frames and ${mean((m) => m.verdictsPerSecond)} predictions a second`,
    );
  });
