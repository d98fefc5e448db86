import type { Command } from 'commander';
import { listLeads, purgeLeads, releaseLeads } from '../../../proxy/index.ts';
import type { Store } from '../../../store/index.ts';
import { scrubLog } from '../../store/scrub-store.ts';
import { bulkCommand } from '../bulk-command.ts';
import { type CommandScope, configOf, withStoreOf } from '../command.ts';
import { type LeadAction, runLeadAction } from '../lead-action.ts';

/*
 * What a person does with leads that look like spam. They are named, or all of them are meant:
 * throwing them away takes one of the two, and is then not asked about again.
 */

const quarantine = { all: refsInQuarantine, none: 'No lead is in quarantine.' } as const;

export function releaseCommand(scope: CommandScope): Command {
  return quarantineCommand(scope, 'send leads that are in quarantine but are not spam', {
    verb: 'release',
    done: 'released',
    run: (store, refs) => releaseLeads(store, refs, Date.now()),
    ...quarantine,
  });
}

export function purgeCommand(scope: CommandScope): Command {
  return quarantineCommand(scope, 'delete leads that are in quarantine and are spam', {
    verb: 'purge',
    done: 'purged',
    run: purgeLeads,
    ...quarantine,
  });
}

function quarantineCommand(scope: CommandScope, description: string, action: LeadAction): Command {
  return bulkCommand(scope, {
    verb: action.verb,
    description,
    all: 'all that are in quarantine',
    run: async ({ terminal, options, json }, named) => {
      const config = configOf(terminal, options);
      try {
        await withStoreOf(terminal, config, (store) =>
          runLeadAction(terminal, store, action, { named, json }),
        );
      } finally {
        // Also if some are gone already: this is what repeating the command is for.
        if (action.verb === 'purge') await scrubLog(config.store);
      }
    },
  });
}

async function* refsInQuarantine(store: Store): AsyncGenerator<string> {
  for await (const { ref } of listLeads(store, { state: 'quarantined' })) yield ref;
}
