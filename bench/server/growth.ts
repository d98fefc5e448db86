import { join } from 'node:path';
import { exponentOf, type Plot } from '../plot.ts';
import { rounded, type Section } from '../report.ts';
import { type Measured, put } from './load.ts';
import { storeLeads } from './stored-leads.ts';
import { residentMb, start, type System, temporaryFolder } from './system.ts';
import { openOurs } from './systems.ts';

type Say = (text: string) => void;
type Point = readonly [x: number, measured: Measured & { readonly residentMb: number }];

const vendorScript = join(import.meta.dirname, 'vendor-process.ts');
const openVendor = (codes = 100): Promise<System> =>
  start([process.execPath, vendorScript, String(codes)]);

/** What more of something costs each request: of connections, of promo codes, of stored leads. */
export async function measureGrowth(seconds: number, say: Say): Promise<readonly Section[]> {
  // Twenty points, and as much again to fill and to start.
  const each = Math.max(1, Math.floor(seconds / 40));
  return [await byConnections(each, say), await byCodes(each, say), await byLeads(each, say)];
}

async function byConnections(seconds: number, say: Say): Promise<Section> {
  await using vendor = await openVendor();
  using folder = temporaryFolder();
  await using system = await openOurs(folder.path, vendor.url);
  await put(system, { call: 'validate', connections: 16, seconds });
  const points: Point[] = [];
  for (const connections of [1, 4, 16, 64, 256, 512]) {
    say(`${connections} connections`);
    const measured = await put(system, { call: 'validate', connections, seconds });
    points.push([connections, { ...measured, residentMb: residentMb(system.pid) }]);
  }
  return sectionOf('Connections', 'To check a promo code, from 1 to 512 connections.', points);
}

async function byCodes(seconds: number, say: Say): Promise<Section> {
  const points: Point[] = [];
  for (const codes of [10, 1000, 10_000, 100_000]) {
    say(`${codes} promo codes`);
    await using vendor = await openVendor(codes);
    using folder = temporaryFolder();
    await using system = await openOurs(folder.path, vendor.url);
    const load = { call: 'validate', connections: 16, seconds, codes } as const;
    // Loads the list.
    await put(system, load);
    const measured = await put(system, load);
    points.push([codes, { ...measured, residentMb: residentMb(system.pid) }]);
  }
  const text = 'To check a promo code, by how many the company has at the vendor.';
  return sectionOf('Promo codes', text, points);
}

async function byLeads(seconds: number, say: Say): Promise<Section> {
  const points: Point[] = [];
  for (const leads of [1, 1000, 10_000, 100_000, 1_000_000]) {
    say(`${leads} leads stored`);
    await using vendor = await openVendor();
    using folder = temporaryFolder();
    await storeLeads(folder.path, leads);
    await using system = await openOurs(folder.path, vendor.url);
    const load = { call: 'leads', connections: 64, seconds } as const;
    await put(system, load);
    const measured = await put(system, load);
    points.push([leads, { ...measured, residentMb: residentMb(system.pid) }]);
  }
  return sectionOf('Stored leads', 'To take in a lead, by how many are stored.', points);
}

function sectionOf(title: string, text: string, points: readonly Point[]): Section {
  const line = (name: string, of: (measured: Point[1]) => number): Plot['lines'][number] => ({
    name,
    // A logarithm of 0 is none: what is too small to be seen counts as the smallest that is.
    points: points.map(([x, measured]) => [x, Math.max(0.01, of(measured))] as const),
  });
  const lines = [
    line('requests a second', ({ perSecond }) => perSecond),
    line('p99 ms', ({ p99Ms }) => p99Ms),
    line('CPU µs each', ({ cpuUsPerRequest }) => cpuUsPerRequest),
    line('MB', (measured) => measured.residentMb),
  ];
  const slopes = lines.map((each) => `${each.name} ${exponentOf(each.points).toFixed(2)}`);
  return {
    title,
    text: `${text} Exponents: ${slopes.join(', ')}.`,
    head: [title.toLowerCase(), 'a second', 'CPU µs each', 'p50 ms', 'p99 ms', 'MB', 'failed'],
    rows: points.map(([x, measured]) => [
      x,
      Math.round(measured.perSecond),
      Math.round(measured.cpuUsPerRequest),
      rounded(measured.p50Ms),
      rounded(measured.p99Ms),
      Math.round(measured.residentMb),
      measured.failed,
    ]),
    plots: [{ title, x: title.toLowerCase(), y: '', lines }],
    raw: points,
  };
}
