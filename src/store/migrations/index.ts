import type { Migration } from 'kysely/migration';
import { createBackendTables } from './001-backend.ts';
import { createProxyTables } from './002-proxy.ts';
import { indexRedemptionLeases } from './003-redemption-leases.ts';
import { addLeadExtra } from './004-lead-extra.ts';
import { allowOneLeasePerPhone } from './005-one-call-per-phone.ts';
import { createSharedValues } from './006-shared-values.ts';
import { linkKeysToLeads } from './007-key-of-lead.ts';
import { createRates } from './008-rates.ts';
import { indexKnownPhones } from './009-known-phones.ts';
import { countReservedUses } from './010-reserved-uses.ts';
import { indexAgesAndAddProbes } from './011-ages-and-probes.ts';
import { addSpamToLeads } from './012-spam.ts';
import { addEncryption } from './013-encryption.ts';
import { createOwnerTables } from './014-owner.ts';
import { addClickSource } from './017-click-source.ts';
import { createFormViews } from './018-form-views.ts';
import { indexLeadLeases } from './019-lead-leases.ts';
import { indexCodesByCompany } from './020-codes-by-company.ts';
import { indexUsesByCode } from './021-uses-by-code.ts';
import { indexKnownDuplicates } from './022-known-duplicates.ts';
import { findKeysInUse } from './023-keys-in-use.ts';
import { addLeadSchedules } from './024-lead-schedules.ts';
import { addAuditOutcomes } from './025-audit-outcomes.ts';
import { createAlerts } from './026-alerts.ts';
import { createPostbacks } from './027-postbacks.ts';
import { indexPhonesOnceTried } from './028-phones-once-tried.ts';
import { addPostbackRetries } from './029-postback-retries.ts';
import { addUseSources } from './030-use-sources.ts';

/**
 * In order, for both databases; a migration that was released is never edited. 015 and 016 were
 * never released.
 */
export const migrations: Record<string, Migration> = {
  '001-backend': { up: createBackendTables },
  '002-proxy': { up: createProxyTables },
  '003-redemption-leases': { up: indexRedemptionLeases },
  '004-lead-extra': { up: addLeadExtra },
  '005-one-call-per-phone': { up: allowOneLeasePerPhone },
  '006-shared-values': { up: createSharedValues },
  '007-key-of-lead': { up: linkKeysToLeads },
  '008-rates': { up: createRates },
  '009-known-phones': { up: indexKnownPhones },
  '010-reserved-uses': { up: countReservedUses },
  '011-ages-and-probes': { up: indexAgesAndAddProbes },
  '012-spam': { up: addSpamToLeads },
  '013-encryption': { up: addEncryption },
  '014-owner': { up: createOwnerTables },
  '017-click-source': { up: addClickSource },
  '018-form-views': { up: createFormViews },
  '019-lead-leases': { up: indexLeadLeases },
  '020-codes-by-company': { up: indexCodesByCompany },
  '021-uses-by-code': { up: indexUsesByCode },
  '022-known-duplicates': { up: indexKnownDuplicates },
  '023-keys-in-use': { up: findKeysInUse },
  '024-lead-schedules': { up: addLeadSchedules },
  '025-audit-outcomes': { up: addAuditOutcomes },
  '026-alerts': { up: createAlerts },
  '027-postbacks': { up: createPostbacks },
  '028-phones-once-tried': { up: indexPhonesOnceTried },
  '029-postback-retries': { up: addPostbackRetries },
  '030-use-sources': { up: addUseSources },
};
