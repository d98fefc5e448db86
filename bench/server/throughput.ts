import { median, rounded, type Section } from '../report.ts';
import { type Call, type Measured, put } from './load.ts';
import { type System, temporaryFolder } from './system.ts';
import { type Candidate, candidates, openVendor } from './systems.ts';

const connections = 64;
const titles: Readonly<Record<Call, string>> = {
  validate: 'To check a promo code',
  leads: 'To take in a lead, on the disk before the answer',
  redeem: 'To redeem a promo code',
};

/** Each call, by each system in turn, round by round, so that other load affects all alike. */
export async function measureThroughput(
  seconds: number,
  say: (text: string) => void,
): Promise<readonly Section[]> {
  await using vendor = await openVendor();
  const calls = Object.keys(titles) as Call[];
  const turns = candidates.reduce((sum, candidate) => sum + candidate.calls.length, 0);
  const rounds = 3;
  const each = Math.max(1, Math.floor(seconds / turns / (rounds + 1)));
  const sections: Section[] = [];
  for (const call of calls) {
    sections.push(await measureCall(call, { vendor, rounds, seconds: each, say }));
  }
  return sections;
}

interface Rounds {
  readonly vendor: System;
  readonly rounds: number;
  readonly seconds: number;
  readonly say: (text: string) => void;
}

async function measureCall(call: Call, options: Rounds): Promise<Section> {
  const { vendor, rounds, seconds, say } = options;
  await using opened = new AsyncDisposableStack();
  const systems: {
    readonly name: string;
    readonly measure: () => Promise<Measured>;
    readonly runs: Measured[];
  }[] = [];
  const missing: string[] = [];
  for (const candidate of candidates.filter(({ calls }) => calls.includes(call))) {
    const { name, open, isFreshEachTime = false } = candidate;
    if (isFreshEachTime) {
      systems.push({ name, measure: () => measureFresh(candidate, call, vendor), runs: [] });
      continue;
    }
    const folder = opened.use(temporaryFolder());
    const system = await open(folder.path, vendor.url);
    if (!system) {
      missing.push(name);
      continue;
    }
    opened.use(system);
    systems.push({ name, measure: () => put(system, { call, connections, seconds }), runs: [] });
  }
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, measure, runs } of systems) {
      const measured = await measure();
      // The first round compiles.
      if (round > 0) runs.push(measured);
      say(`${call}, round ${round}: ${name} ${Math.round(measured.perSecond)} a second`);
    }
  }
  return sectionOf(call, systems, missing);
}

/** One second to compile, one that counts: more than some ten thousand requests are a flood. */
async function measureFresh(
  { name, open }: Candidate,
  call: Call,
  vendor: System,
): Promise<Measured> {
  using folder = temporaryFolder();
  await using system = await open(folder.path, vendor.url);
  if (!system) throw new Error(`Cannot measure ${name}: the machine lacks it`);
  const load = { call, connections, seconds: 1 };
  await put(system, load);
  return await put(system, load);
}

function sectionOf(
  call: Call,
  systems: readonly { readonly name: string; readonly runs: readonly Measured[] }[],
  missing: readonly string[],
): Section {
  const [floor] = systems;
  // A median of ratios within a round, not a ratio of medians: rounds differ more than systems.
  const ratio = (runs: readonly Measured[], of: (run: Measured) => number): number =>
    median(runs.map((run, index) => of(run) / of(floor?.runs[index] ?? run)));
  const absent = missing.length > 0 ? ` Not on this machine: ${missing.join(', ')}.` : '';
  return {
    title: titles[call],
    text:
      `${connections} connections; the median of ${floor?.runs.length ?? 0} rounds in turn. ` +
      `Ratios count, to the first line of the same round.${absent}`,
    head: ['', 'a second', 'ratio', 'CPU µs each', 'ratio', 'p99 ms', 'failed'],
    rows: systems.map(({ name, runs }) => [
      name,
      Math.round(median(runs.map(({ perSecond }) => perSecond))),
      rounded(ratio(runs, ({ perSecond }) => perSecond)),
      Math.round(median(runs.map(({ cpuUsPerRequest }) => cpuUsPerRequest))),
      rounded(ratio(runs, ({ cpuUsPerRequest }) => cpuUsPerRequest)),
      rounded(median(runs.map(({ p99Ms }) => p99Ms))),
      runs.reduce((sum, { failed }) => sum + failed, 0),
    ]),
    raw: systems.map(({ name, runs }) => ({ name, runs })),
  };
}
