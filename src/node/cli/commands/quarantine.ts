import type { Command } from 'commander';
import { listLeads, purgeLeads, releaseLeads } from '../../../proxy/index.ts';
import type { Store } from '../../../store/index.ts';
import { scrubLog } from '../../store/scrub-store.ts';
import { command, type CommandScope, configOf, withStoreOf } from '../command.ts';
import { type AllOption, carryOut, type LeadDeed, refsOrAll } from '../lead-deeds.ts';

/*
 * What a person does about leads that look like spam. Either they are named, or all of them are
 * meant: to throw them away takes no less than that, and asks no further.
 */

const quarantine = { all: refsInQuarantine, none: 'No lead is in quarantine.' } as const;

export function releaseCommand(scope: CommandScope): Command {
  return quarantineCommand(scope, 'send leads in quarantine on their way: they are no spam', {
    verb: 'release',
    done: 'released',
    carryOut: (store, refs) => releaseLeads(store, refs, Date.now()),
    ...quarantine,
  });
}

export function purgeCommand(scope: CommandScope): Command {
  return quarantineCommand(scope, 'throw leads in quarantine away: they are spam', {
    verb: 'purge',
    done: 'purged',
    carryOut: purgeLeads,
    ...quarantine,
  });
}

function quarantineCommand(scope: CommandScope, description: string, deed: LeadDeed): Command {
  const made = command<AllOption>(scope, `${deed.verb} [ref...]`, {
    description,
    usage: '(<ref...> | --all)',
    setUp: (set) => set.option('--all', 'all that are in quarantine'),
    action: async ({ terminal, options, json }, ...refs) => {
      const config = configOf(terminal, options);
      try {
        await withStoreOf(terminal, config, (store) =>
          carryOut(terminal, store, deed, { named: options.all ? undefined : refs, json }),
        );
      } finally {
        // Also where some are gone already: whoever repeats the command does it for this.
        if (deed.verb === 'purge') await scrubLog(config.store);
      }
    },
  });
  return refsOrAll(made);
}

async function* refsInQuarantine(store: Store): AsyncGenerator<string> {
  for await (const { ref } of listLeads(store, { state: 'quarantined' })) yield ref;
}
