import type { Command } from 'commander';
import { type AtVendor, erasePerson, leftAtVendor, similarPhones } from '../../../owner/index.ts';
import type { Store } from '../../../store/index.ts';
import type { Config } from '../../config/load.ts';
import { scrubStore } from '../../store/scrub-store.ts';
import { command, CommandError, type CommandScope, type CommonOptions } from '../command.ts';
import { printRecord } from '../output.ts';
import { phoneOption } from '../phone-option.ts';
import { similarNotes } from '../similar-notes.ts';
import { tell } from '../terminal.ts';
import { withLeads } from '../with-leads.ts';

interface EraseOptions extends CommonOptions {
  /** ASCII digits. */
  readonly phone: string;
}

/** `leads erase`: removes all data about a person from the database and from its files. */
export function eraseLeadsCommand(scope: CommandScope): Command {
  return command<EraseOptions>(scope, 'erase', {
    description:
      'remove every trace of a phone number, in any formatting, and list other numbers that may ' +
      'belong to the same person',
    setUp: (made) => made.addOption(phoneOption().makeOptionMandatory()),
    action: async ({ terminal, options, json }) => {
      const { erased, location } = await withLeads(
        terminal,
        options,
        async (store, config) => ({
          erased: await erase(store, options.phone, hasOwnContacts(config)),
          location: config.store,
        }),
        { by: ['contacts'] },
      );
      await scrubStore(location, erased.traces);
      const { counts, atVendor, similar_phones } = erased;
      await printRecord(terminal, { ...counts, ...atVendor, similar_phones }, { json });
      const notes = [
        ...vendorNotes(atVendor),
        ...similarNotes(similar_phones),
        ...(erased.codesLeft > 0 ? [leftNote] : []),
        ...(location.kind === 'postgres' ? [postgresNote] : []),
      ];
      for (const note of notes) await tell(terminal, note);
    },
  });
}

function hasOwnContacts({ providers }: Config): boolean {
  return providers.contacts.kind === 'embedded';
}

const postgresNote =
  'PostgreSQL overwrites what was deleted in time: in its tables, its write-ahead log ' +
  'and its backups.';

const leftNote =
  'Somebody typed this number for a promo code whose use is still to be sent. Run this command ' +
  'again when it is: promo-lead codes unconfirmed, and leads list --state pending, say when';

function vendorNotes({ vendor_contacts: ids, vendor_unnamed: unnamed }: AtVendor): string[] {
  return [
    ...(ids.length > 0
      ? [`The vendor made contacts of it. Have them erased there: ${ids.join(', ')}`]
      : []),
    ...(unnamed > 0
      ? ['The vendor may have this phone under an ID that is not known here. Have it erased there']
      : []),
  ];
}

interface Erased {
  readonly counts: Readonly<Record<'leads' | 'undelivered' | 'contacts' | 'journal', number>>;
  readonly atVendor: AtVendor;
  readonly similar_phones: readonly string[];
  readonly codesLeft: number;
  /** Texts from the deleted rows. */
  readonly traces: readonly string[];
}

async function erase(store: Store, phone: string, isEmbedded: boolean): Promise<Erased> {
  const erased = await erasePerson(store, phone);
  if (erased.status === 'on_its_way') {
    throw new CommandError(
      'Cannot erase: a lead of this phone is being sent at this moment. Try again in a minute',
    );
  }
  const { refs, undelivered, contact, journal, codesLeft } = erased;
  return {
    counts: { leads: refs.length, undelivered, contacts: contact ? 1 : 0, journal },
    atVendor: leftAtVendor(erased, isEmbedded),
    similar_phones: await similarPhones(store, phone),
    codesLeft,
    traces: [phone, ...refs, ...(contact ? [contact.phone, namesOf(contact)] : [])],
  };
}

/** As they stand in a row: what would be left if the end of the row were overwritten. */
function namesOf(contact: { first_name: string; last_name: string; phone: string }): string {
  // With enough of the phone to tell people of the same name apart.
  return contact.first_name + contact.last_name + contact.phone.slice(0, 8);
}
