/**
 * How long a first visit takes to its first verdict; and the monitor's cost as a whole: processor
 * time of the browser with a running session, by process. Figures to read, not to pass.
 */
import fs from 'node:fs';
import os from 'node:os';
import { basename } from 'node:path';
import * as v from 'valibot';
import type { EngineEvent } from '../../src/engine/protocol';
import { start, untilState } from '../support/e2e/app';
import { eventsOf, recordingOf } from '../support/e2e/recorder';
import { test } from '../support/e2e/test';
import { clipFile } from '../support/footage/clip';
import { AWAKE, DROWSY, TALKS } from '../support/footage/films';
import type { Script } from '../support/footage/script';

/** Measured for so long, s, after the session has settled. */
const MEASURED = 60;
const SETTLED = 15;

/**
 * Chrome DevTools Protocol, SystemInfo.getProcessInfo: seconds of processor time since the start.
 */
const Processes = v.object({
  processInfo: v.array(v.object({ type: v.string(), id: v.number(), cpuTime: v.number() })),
});

/** Clock ticks a second in /proc, on every Linux. */
const TICKS = 100;

/** Seconds of processor time of each thread, by number and name; empty but on Linux. */
function threadTimes(pid: number): Map<string, number> {
  const folder = `/proc/${pid}/task`;
  const threads = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return new Map(
    threads.map((thread) => {
      const stat = fs.readFileSync(`${folder}/${thread}/stat`, 'utf8');
      const end = stat.lastIndexOf(')');
      const fields = stat.slice(end + 2).split(' ');
      const name = stat.slice(stat.indexOf('(') + 1, end);
      return [`${thread} ${name}`, (Number(fields[11]) + Number(fields[12])) / TICKS];
    }),
  );
}

/** Between opening the page and Start, ms: the models load, as while somebody reads. */
const READS_FOR = [0, 5_000] as const;

/** `CLIP=face.mp4`: a first visit of whoever is on it, in the place of drawn ones. */
const { CLIP } = process.env;
const VISITORS: Readonly<Record<string, string | Script>> = CLIP
  ? { [`is on ${basename(CLIP)}`]: clipFile(CLIP) }
  : { 'sits still': AWAKE, talks: TALKS };

for (const [name, film] of Object.entries(VISITORS))
  for (const readsFor of READS_FOR)
    test(`a first visit of one who ${name}, ${readsFor} ms before Start`, async ({ open }) => {
      const { page } = await open({ film });
      await page.getByTestId('start').waitFor();
      await page.waitForTimeout(readsFor);
      await start(page);
      await page.locator('[data-testid="state"]:not([data-state="unknown"])').waitFor({ timeout: 60_000 });
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
    const { page, context } = await open({ film, enrolled: true, readsMarker: false });
    await start(page);
    await untilState(page, name);
    await page.waitForTimeout(SETTLED * 1000);
    const system = await context.browser()!.newBrowserCDPSession();
    const processes = async () =>
      v.parse(Processes, await system.send('SystemInfo.getProcessInfo')).processInfo;
    const before = await processes();
    const threadsBefore = before.map(({ id }) => threadTimes(id));
    await page.waitForTimeout(MEASURED * 1000);
    const after = await processes();
    const threadsAfter = before.map(({ id }) => threadTimes(id));

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
    /** Threads that take a hundredth of a core or more. */
    const threadsOf = (wanted: string): [string, number][] =>
      before
        .flatMap(({ type }, i) => (type === wanted ? [...threadsAfter[i]!] : []))
        .map(([thread, seconds]): [string, number] => {
          const was = threadsBefore.flatMap((times) => times.get(thread) ?? [])[0] ?? 0;
          return [thread, (seconds - was) / MEASURED];
        })
        .filter(([, share]) => share >= 0.01)
        .toSorted(([, one], [, other]) => other - one);
    const percent = (value: number): string => `${(value * 100).toFixed(0)} %`;
    console.log(`${name}: ${percent(total)} of one core (${os.cpus()[0]?.model})`);
    for (const [type, value] of [...perCore].toSorted(([, one], [, other]) => other - one)) {
      console.log(`  ${type.padEnd(10)} ${percent(value)}`);
      for (const [thread, share] of threadsOf(type))
        console.log(`    ${thread.padEnd(18)} ${percent(share)}`);
    }
    console.log(
      `  ${mean((m) => m.framesPerSecond)} frames and ${mean((m) => m.verdictsPerSecond)} predictions a second`,
    );
  });
