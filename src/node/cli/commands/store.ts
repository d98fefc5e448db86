import { Command } from 'commander';
import { normalisePhone } from '../../../contract/index.ts';
import { toIso } from '../../../contract/to-iso.ts';
import { doubtRestored } from '../../../proxy/index.ts';
import {
  encryptRows,
  encryptUnsentLeads,
  forgetOtherKeys,
  type Store,
} from '../../../store/index.ts';
import { cipherOf } from '../../secrets/encryption.ts';
import {
  describeDifference,
  identitiesOf,
  readLastUpstreams,
  type UpstreamIdentities,
} from '../../store/last-upstreams.ts';
import { requireNoLog } from '../../store/open-sqlite.ts';
import { hasStore, noStoreAt } from '../../store/open-store.ts';
import { rewriteStore } from '../../store/scrub-store.ts';
import {
  command,
  CommandError,
  type CommandScope,
  configOf,
  otherSettings,
  withStoreOf,
} from '../command.ts';
import { printRecord } from '../output.ts';
import { createProgress, tell } from '../terminal.ts';
import { backUpCommand } from './back-up.ts';

export function storeCommand(scope: CommandScope): Command {
  return new Command('store')
    .description('the database')
    .addCommand(backUpCommand(scope))
    .addCommand(encryptCommand(scope))
    .addCommand(restoredCommand(scope));
}

/** A backup does not know what the vendors were sent after it was made. */
function restoredCommand(scope: CommandScope): Command {
  return command(scope, 'restored', {
    description: 'after restoring a backup: mark as in doubt what may have been sent since',
    action: async ({ terminal, options, json }) => {
      const config = configOf(terminal, options);
      const here = identitiesOf(config.providers);
      const elsewhere = {
        contacts: here.contacts.remembers,
        promoCodes: here.promoCodes.remembers,
      };
      if (config.store.kind === 'sqlite') requireNoLog(config.store.file);
      const { doubts, newest } = await withStoreOf(
        terminal,
        config,
        async (store) => {
          await requireNoLessDoubt(store, here);
          return {
            doubts: await doubtRestored(store, { now: Date.now(), elsewhere }),
            newest: await whenNewestCame(store),
          };
        },
        { check: true },
      );
      await printRecord(terminal, { ...doubts }, { json });
      await tell(terminal, takenBackNote(newest));
    },
  });
}

/**
 * The store says which upstreams the server had when the backup was made. This refuses to treat as
 * unsent what may have been sent. The opposite is allowed: the vendors may have been changed since,
 * and a needless doubt sends nothing twice.
 */
async function requireNoLessDoubt(store: Store, here: UpstreamIdentities): Promise<void> {
  const server = await readLastUpstreams(store);
  if (!server) return;
  const parts = (['contacts', 'promoCodes'] as const).filter(
    (part) => server[part].remembers && !here[part].remembers,
  );
  const difference = describeDifference(server, here, parts);
  if (difference !== undefined) throw otherSettings(difference);
}

async function whenNewestCame(store: Store): Promise<number | undefined> {
  const newest = await store
    .selectFrom('leads')
    .select(({ fn }) => fn.max('received_at').as('at'))
    .executeTakeFirst();
  return newest?.at ?? undefined;
}

/** A backup does not know of later erasures. */
function takenBackNote(newest: number | undefined): string {
  const when = newest === undefined ? '' : ` Its newest lead came at ${toIso(newest)}.`;
  return (
    'Whoever was erased since the backup is there again, and so are tokens that were revoked and ' +
    `leads that were thrown away: do so again before a server starts.${when}`
  );
}

/** Encrypts existing data, and rotates keys: both are the same work. */
function encryptCommand(scope: CommandScope): Command {
  return command(scope, 'encrypt', {
    description:
      'encrypt all personal data with the first key; servers may run, and it can be repeated',
    action: async ({ terminal, options, json }) => {
      const config = configOf(terminal, options);
      const { store: location } = config;
      // Before a server secret is made, from which the look-up digests are derived.
      if (!(await hasStore(location))) throw noStoreAt(location);
      const cipher = cipherOf(config);
      if (!cipher) {
        throw new CommandError('Cannot encrypt: no key is set. Set PROMO_LEAD_ENCRYPTION_KEYS');
      }
      const { encrypted: done, others } = await withStoreOf(terminal, config, async (store) => {
        await encryptUnsentLeads(store, cipher);
        const progress = createProgress(terminal, 'rows');
        const encrypted = await encryptRows(store, {
          cipher,
          digitsOf: normalisePhone,
          onProgress: progress,
        });
        progress.end();
        // To repair them, or after putting the missing key back, their keys' records may be needed.
        if (encrypted.unreadable > 0) return { encrypted, others: [] };
        return { encrypted, others: await forgetOtherKeys(store, cipher, Date.now()) };
      });
      // Clear texts may still be in the free space of the files, also from an earlier call.
      await rewriteStore(location);
      await printRecord(terminal, { key: cipher.keyId, ...done }, { json });
      if (done.unreadable > 0) await tell(terminal, unreadableNote);
      for (const id of others) await tell(terminal, stillInUse(id));
      if (done.clear > 0 && location.kind === 'postgres') {
        await tell(terminal, postgresNote);
      }
    },
  });
}

function stillInUse(id: string): string {
  return (
    `Key "${id}" is still in use: a server encrypts with it, or did a minute ago. Start every ` +
    'server anew with the other key first, wait a minute, and repeat the command.'
  );
}

const unreadableNote =
  'Some rows cannot be decrypted, and were left as they are; no key is forgotten while there are ' +
  'any. Erase them, or put back the key that is missing, and repeat the command.';

const postgresNote =
  'PostgreSQL overwrites the clear texts in time: in its tables, its write-ahead log and its ' +
  'backups.';
