import { freshPostgres } from '../../test/support/postgres/postgres.ts';
import type { Section } from '../report.ts';
import { type Point, type Say, sectionOf } from './growth-section.ts';
import { put } from './load.ts';
import { residentMb, type System, temporaryFolder } from './system.ts';
import { openBalancer, openOurs, openVendor } from './systems.ts';

/** Some 3,000 requests at each of the fifteen servers that are started. */
const compileSeconds = 2;
/** The same for each server, because a commit holds all that arrive at once. */
const connectionsEach = 64;

/** Intake of leads at 1 to 8 servers on one PostgreSQL; empty without nginx. */
export async function byProcesses(seconds: number, say: Say): Promise<readonly Section[]> {
  await using vendor = await openVendor();
  const points: Point[] = [];
  for (const processes of [1, 2, 4, 8]) {
    say(`${processes} servers on PostgreSQL`);
    await using opened = new AsyncDisposableStack();
    const folder = opened.use(temporaryFolder());
    const env = {
      PROMO_LEAD_STORE: await freshPostgres(),
      PROMO_LEAD_SECRET: 'a-secret-of-the-bench-long-enough',
      PROMO_LEAD_LIMITS: 'off',
    };
    const servers: System[] = [];
    for (let index = 0; index < processes; index += 1) {
      const own = opened.use(temporaryFolder());
      const server = opened.use(await openOurs(own.path, vendor.url, env));
      // Warmed up alone: among the others it would still compile while being measured.
      await put(server, { call: 'leads', connections: connectionsEach, seconds: compileSeconds });
      servers.push(server);
    }
    const front = await openBalancer(folder.path, servers);
    if (!front) return [];
    opened.use(front);
    const connections = connectionsEach * processes;
    const measured = await put(front, { call: 'leads', connections, seconds });
    const mb = servers.reduce((sum, { pid }) => sum + residentMb(pid), 0);
    points.push([processes, { ...measured, residentMb: mb }]);
  }
  const text =
    'To take in a lead, by servers on one PostgreSQL, behind nginx, 64 connections each, all on ' +
    'this one machine: it is about what they cost each other. CPU is nginx’s alone; MB are those ' +
    'of all servers.';
  return [sectionOf('Servers', text, points)];
}
