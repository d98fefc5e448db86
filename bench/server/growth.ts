import type { Section } from '../report.ts';
import { byBacklog } from './growth-of-backlog.ts';
import { byProcesses } from './growth-of-processes.ts';
import { type Point, type Say, sectionOf } from './growth-section.ts';
import { type Load, put } from './load.ts';
import { storeLeads } from './stored-leads.ts';
import { residentMb, type System, temporaryFolder } from './system.ts';
import { openOurs, openVendor } from './systems.ts';

/** With limits, this many visitors in such a short time would be a flood. */
const withoutLimits = { PROMO_LEAD_LIMITS: 'off' };

/** How the cost of a request grows with connections, promo codes and stored leads. */
export async function measureGrowth(seconds: number, say: Say): Promise<readonly Section[]> {
  // Thirty points, and twice as much time for filling and starting.
  const each = Math.max(1, Math.floor(seconds / 90));
  return [
    await byConnections(each, say),
    await byCodes(each, say),
    await byCompanies(each, say),
    await byLeads(each, say),
    await byBacklog(say),
    ...(await byProcesses(each, say)),
  ];
}

async function byConnections(seconds: number, say: Say): Promise<Section> {
  await using vendor = await openVendor();
  using folder = temporaryFolder();
  await using system = await openOurs(folder.path, vendor.url, withoutLimits);
  await put(system, { call: 'validate', connections: 16, seconds });
  const points: Point[] = [];
  for (const connections of [1, 4, 16, 64, 256, 512]) {
    say(`${connections} connections`);
    const measured = await put(system, { call: 'validate', connections, seconds });
    points.push([connections, { ...measured, residentMb: residentMb(system.pid) }]);
  }
  return sectionOf('Connections', 'To check a promo code, from 1 to 512 connections.', points);
}

/** Only the second run counts: the first compiles, and loads the lists. */
async function pointAt(x: number, system: System, load: Load): Promise<Point> {
  await put(system, load);
  const measured = await put(system, load);
  return [x, { ...measured, residentMb: residentMb(system.pid) }];
}

/** A server takes some seconds to read a million codes, and until then leaves them unchecked. */
async function untilListed(system: System, company?: string): Promise<void> {
  const headers = { origin: 'https://shop.example', 'content-type': 'application/json' };
  const body = JSON.stringify({ code: 'CODE-1', company });
  const call = { method: 'POST', headers, body };
  const reply = await fetch(`${system.url}/v1/promo-codes/validate`, call);
  const { status } = (await reply.json()) as { readonly status: string };
  if (status === 'unchecked') await untilListed(system, company);
}

async function byCodes(seconds: number, say: Say): Promise<Section> {
  const points: Point[] = [];
  for (const codes of [10, 100, 1000, 10_000, 100_000, 1_000_000]) {
    say(`${codes} promo codes`);
    await using vendor = await openVendor(codes);
    using folder = temporaryFolder();
    await using system = await openOurs(folder.path, vendor.url, withoutLimits);
    const load = { call: 'validate', connections: 16, seconds, codes } as const;
    await untilListed(system);
    points.push(await pointAt(codes, system, load));
  }
  const text = 'To check a promo code, by how many the company has at the vendor.';
  return sectionOf('Promo codes', text, points);
}

async function byCompanies(seconds: number, say: Say): Promise<Section> {
  const points: Point[] = [];
  for (const companies of [1, 10, 100, 1000]) {
    say(`${companies} companies`);
    await using vendor = await openVendor(100, companies);
    using folder = temporaryFolder();
    await using system = await openOurs(folder.path, vendor.url, withoutLimits);
    const load = { call: 'validate', connections: 16, seconds, companies } as const;
    // A second is not enough to read the lists of all companies.
    for (let company = 1; company < companies; company += 1) {
      await untilListed(system, `shop-${company}`);
    }
    points.push(await pointAt(companies, system, load));
  }
  const text =
    'To check a promo code, by how many companies the vendor has, which are asked in turn.';
  return sectionOf('Companies', text, points);
}

async function byLeads(seconds: number, say: Say): Promise<Section> {
  const points: Point[] = [];
  for (const leads of [1, 1000, 10_000, 100_000, 1_000_000]) {
    say(`${leads} leads stored`);
    await using vendor = await openVendor();
    using folder = temporaryFolder();
    await storeLeads(folder.path, leads);
    await using system = await openOurs(folder.path, vendor.url, withoutLimits);
    const load = { call: 'leads', connections: 64, seconds } as const;
    points.push(await pointAt(leads, system, load));
  }
  return sectionOf('Stored leads', 'To take in a lead, by how many are stored.', points);
}
