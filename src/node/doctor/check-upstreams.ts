import { type Failure, UpstreamError } from '../../upstream/failure.ts';
import type { Company, PromoCodeUpstream } from '../../upstream/ports.ts';
import type { Config } from '../config/load.ts';
import type { Providers } from '../config/providers.ts';
import { messageOf } from '../system-error.ts';
import type { Upstreams } from '../upstreams/upstreams.ts';
import { type Check, fail, ok, warning } from './check.ts';

const timeoutMs = 10_000;
/** A list of this size takes a second. For a longer one, see the server's log. */
const listedMax = 100_000;

/** @yields {Check} Both vendors; an embedded one has nothing before its tables exist. */
export async function* checkVendors(
  config: Config,
  upstreams: Upstreams,
  hasStore: boolean,
): AsyncGenerator<Check> {
  const { promoCodes } = config.providers;
  if (hasStore || promoCodes.kind !== 'embedded') yield* await checkPromoCodes(config, upstreams);
  // The first start may make the chosen company, as for the demo: it is not a fault yet.
  else yield checkCompany(undefined, [], promoCodes);
  yield await checkContacts(config, upstreams);
}

/**
 * The promo-code upstream takes our token and knows the company. It only lists: no code is used.
 */
async function checkPromoCodes(
  { company, providers }: Config,
  { promoCodes }: Upstreams,
): Promise<readonly Check[]> {
  const check = 'promo codes';
  const { kind, name: where } = providers.promoCodes;
  // A file or a module has no token of ours.
  const isOfPromoholder = kind === 'vendor' || kind === 'embedded';
  const advice = isOfPromoholder
    ? adviceFor('PROMOHOLDER_URL', 'PROMOHOLDER_TOKEN')
    : adviceFor(where, where);
  try {
    const companies = await promoCodes.companies(AbortSignal.timeout(timeoutMs));
    const found = isOfPromoholder ? 'the token is accepted' : 'the codes can be read';
    return [
      ok(check, `${where}: ${found} (companies: ${companies.length})`),
      checkCompany(company, companies, providers.promoCodes),
      ...(await checkList(promoCodes, meant(company, companies), advice)),
    ];
  } catch (error) {
    const sentence = messageOf(error);
    // The sentence already has the name of the file.
    if (kind === 'file') {
      return [fail(check, sentence, 'Correct the file, or PROMO_LEAD_CODE_FILE.')];
    }
    return [fail(check, `${where}: ${sentence}`, advice(error))];
  }
}

/** The company that is meant by pages that name none. */
function checkCompany(
  chosen: string | undefined,
  companies: readonly Company[],
  { kind, name: where }: Providers['promoCodes'],
): Check {
  const check = 'company';
  const [only, ...others] = companies;
  if (only === undefined) {
    const detail = `${where} has no company yet, and so no promo code`;
    const make =
      kind === 'embedded' ? 'Make one: promo-lead companies add TITLE' : `Make one at ${where}`;
    return chosen === undefined
      ? warning(check, detail, make)
      : fail(
          check,
          `${detail}; ${chosen} is chosen`,
          `${make}. Set PROMOHOLDER_COMPANY to its ID.`,
        );
  }
  if (chosen === undefined) {
    return others.length === 0
      ? ok(check, `${only.id}, the only one (promo codes: ${only.codes.all})`)
      : warning(
          check,
          'no company is chosen; a page that names none gets no verdict',
          'Set PROMOHOLDER_COMPANY.',
        );
  }
  const found = meant(chosen, companies);
  if (found) return ok(check, `${chosen} (promo codes: ${found.codes.all})`);
  const ids = companies.slice(0, 5).map(({ id }) => id);
  const detail = `${where} has no company with ID ${chosen} (there are: ${ids.join(', ')})`;
  return fail(check, detail, 'Correct PROMOHOLDER_COMPANY.');
}

function meant(chosen: string | undefined, companies: readonly Company[]): Company | undefined {
  const [only, ...others] = companies;
  if (chosen === undefined) return others.length === 0 ? only : undefined;
  return companies.find(({ id }) => id === chosen);
}

/** The list can be loaded, and a visitor could use each of its codes that is not paused. */
async function checkList(
  promoCodes: PromoCodeUpstream,
  company: Company | undefined,
  advice: (error: unknown) => string,
): Promise<readonly Check[]> {
  if (!company || company.codes.all > listedMax) return [];
  const check = 'list of promo codes';
  try {
    const { faults } = await promoCodes.list(company.id, AbortSignal.timeout(timeoutMs));
    if (!faults) return [];
    const detail = `codes of ${company.id} that cannot be used: ${faults.count}; ${faults.first}`;
    return [warning(check, detail, 'Correct them where the codes are kept, this one first.')];
  } catch (error) {
    return [fail(check, messageOf(error), advice(error))];
  }
}

/** The contact upstream: it grants us a token. No contact is made. */
async function checkContacts({ providers }: Config, { contacts }: Upstreams): Promise<Check> {
  const check = 'contacts';
  const { kind, name: where } = providers.contacts;
  const advice =
    kind === 'vendor' || kind === 'embedded'
      ? adviceFor('PROMOS_SERU_URL', 'PROMOS_SERU_NAME and PROMOS_SERU_SECRET_KEY')
      : adviceFor(where, where);
  try {
    await contacts.authenticate(AbortSignal.timeout(timeoutMs));
    // A webhook has no call without effect: its first lead shows whether it works.
    const found = kind === 'webhook' ? 'the URL and the secret can be used' : 'a token is granted';
    return ok(check, `${where}: ${found}`);
  } catch (error) {
    return fail(check, `${where}: ${messageOf(error)}`, advice(error));
  }
}

function adviceFor(address: string, access: string): (error: unknown) => string {
  const advice: Record<Failure, string> = {
    not_sent: `Correct ${address}, or see why this machine cannot reach it.`,
    busy: 'It asks us to wait. Try again in a few minutes.',
    auth: `Correct ${access}.`,
    setup: `Correct ${address}: what answers there is not this API.`,
    in_doubt: `Try again; if it stays so, correct ${address} or ask the vendor.`,
  };
  return (error) =>
    error instanceof UpstreamError ? advice[error.failure] : 'Please report this.';
}
