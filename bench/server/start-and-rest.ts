import { median, rounded, type Section } from '../report.ts';
import { put } from './load.ts';
import { residentMb, temporaryFolder, treeCpuMs } from './system.ts';
import { openOurs, openVendor } from './systems.ts';

type Row = readonly [what: string, value: number, unit: string];

/** The cost of running: from the command to ready, when idle, and after constant load. */
export async function measureStart(
  seconds: number,
  say: (text: string) => void,
): Promise<readonly Section[]> {
  await using vendor = await openVendor();
  using folder = temporaryFolder();
  const starts: { readonly wallMs: number; readonly cpuMs: number }[] = [];
  for (let time = 0; time < 5; time += 1) {
    await using system = await openOurs(folder.path, vendor.url);
    starts.push({ wallMs: system.startMs, cpuMs: treeCpuMs(system.pid) });
  }
  await using system = await openOurs(folder.path, vendor.url, { PROMOS_SERU_URL: vendor.url });
  const atRest = residentMb(system.pid);
  const soak: (readonly [leads: number, mb: number])[] = [];
  const turns = 10;
  let leads = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const each = Math.max(1, Math.floor(seconds / turns));
    const { perSecond } = await put(system, { call: 'leads', connections: 32, seconds: each });
    leads += Math.round(perSecond * each);
    soak.push([leads, residentMb(system.pid)]);
    say(`${leads} leads: ${Math.round(residentMb(system.pid))} MB`);
  }
  const rows: readonly Row[] = [
    ['from the command to ready', median(starts.map(({ wallMs }) => wallMs)), 'ms'],
    ['CPU of that', median(starts.map(({ cpuMs }) => cpuMs)), 'ms'],
    ['memory at rest', atRest, 'MB'],
    ...soak.map(([count, mb]): Row => [`memory after ${count} leads`, mb, 'MB']),
  ];
  return [
    {
      title: 'Start, rest, and a soak',
      text:
        `Cold starts: the median of ${starts.length}. ` +
        `The soak: ${turns} turns, ${Math.round(seconds)} s in all.`,
      head: ['', '', ''],
      rows: rows.map(([what, value, unit]) => [what, rounded(value), unit]),
      plots: [
        {
          title: 'Memory in the soak',
          x: 'leads that came in',
          y: 'MB',
          lines: [{ name: 'MB', points: soak }],
        },
      ],
      raw: { starts, soak },
    },
  ];
}
