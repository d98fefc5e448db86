import type { OwnerCheck, OwnerProviders, OwnerSetup } from '../contract/owner/setup.ts';
import type { PostbackStatuses } from '../proxy/index.ts';
import type { Log } from '../proxy/log.ts';
import type { Store } from '../store/store.ts';
import type { PromoCodeUpstream } from '../upstream/ports.ts';
import type { CodesFile } from './codes/codes-file.ts';
import type { Cell } from './exports/export-lines.ts';
import type { AccessOptions } from './session/access.ts';

/** Who reads the CSV. */
export interface CsvOptions {
  /** It is opened in a spreadsheet, not read by a program. */
  readonly isOpened?: boolean | undefined;
}

export interface OwnerOptions extends Omit<AccessOptions, 'store' | 'now' | 'log'> {
  /** Migrated. */
  readonly store: Store;
  /** ms since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** Only what is embedded is the owner's to change here. */
  readonly providers: OwnerProviders;
  /** Which of the vendors' APIs are answered here: only there a token opens anything. */
  readonly callable: { readonly promoholder: boolean; readonly promosSeru: boolean };
  /** Only asked for lists, if the codes are not embedded. */
  readonly promoCodes: PromoCodeUpstream;
  /** What landing pages need to know of the server. */
  readonly setup: () => Omit<OwnerSetup, 'providers'>;
  /** Checks everything that the server needs; asks the vendors, and changes nothing. */
  readonly runChecks: () => Promise<readonly OwnerCheck[]>;
  /** Promo codes of a CSV file; what is not CSV has its problem on line 1. */
  readonly readCodes: (bytes: Uint8Array, pause: () => Promise<void>) => Promise<CodesFile>;
  /** A line of CSV, with formulas neutralised. */
  readonly csvRecord: (cells: readonly Cell[], options?: CsvOptions) => string;
  /** Resolves when other requests were served: `setImmediate()` of `node:timers/promises`. */
  readonly nextTurn: () => Promise<void>;
  /** Which final states are reported to the tracker when a person settles a lead. */
  readonly postbacks?: PostbackStatuses | undefined;
  /** The fewest days that a lead is kept; undefined if leads are kept until they are erased. */
  readonly keptDays?: number | undefined;
  /** Something is due again: let the worker look. */
  readonly onDue: () => void;
}
