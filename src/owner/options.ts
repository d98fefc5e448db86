import type { OwnerCheck, OwnerProviders, OwnerSetup } from '../contract/owner/setup.ts';
import type { PostbackStatuses } from '../proxy/index.ts';
import type { Log } from '../proxy/log.ts';
import type { Store } from '../store/store.ts';
import type { PromoCodeUpstream } from '../upstream/ports.ts';
import type { CodesFile } from './codes/import-csv.ts';
import type { Cell } from './exports/export-lines.ts';
import type { AccessOptions } from './session/access.ts';

/** How a file of CSV is read. */
export interface CsvOptions {
  /** By a spreadsheet, and by no program. */
  readonly isOpened?: boolean | undefined;
}

export interface OwnerOptions extends Omit<AccessOptions, 'store' | 'now'> {
  /** Migrated. */
  readonly store: Store;
  /** ms since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** Only what is embedded is the owner's to change here. */
  readonly providers: OwnerProviders;
  /** Which of the vendors' APIs are answered here: only there a token opens anything. */
  readonly callable: { readonly promoholder: boolean; readonly promosSeru: boolean };
  /** Asked for lists alone, where the codes are not embedded. */
  readonly promoCodes: PromoCodeUpstream;
  /** What landing pages need to know of the server. */
  readonly setup: () => Omit<OwnerSetup, 'providers'>;
  /** Looks at everything that the server needs; asks the vendors, and changes nothing. */
  readonly runChecks: () => Promise<readonly OwnerCheck[]>;
  /** Promo codes of a CSV file; one that is none has its problem on line 1. */
  readonly readCodes: (bytes: Uint8Array, pause: () => Promise<void>) => Promise<CodesFile>;
  /** A line of CSV, its formulas made harmless. */
  readonly csvRecord: (cells: readonly Cell[], options?: CsvOptions) => string;
  /** Resolves when whoever else waits was answered: `setImmediate()` of `node:timers/promises`. */
  readonly nextTurn: () => Promise<void>;
  /** Which ends of leads a tracker is told of, where a person settles one. */
  readonly postbacks?: PostbackStatuses | undefined;
  /** The fewest days that a lead is kept; undefined where none goes before it is erased. */
  readonly keptDays?: number | undefined;
  /** Something is due again: let the worker look. */
  readonly onDue: () => void;
}
