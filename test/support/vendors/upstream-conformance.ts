import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type {
  ContactUpstream,
  NewContact,
  PromoCodeUpstream,
} from '../../../src/upstream/ports.ts';
import { preview } from '../../../src/upstream/preview.ts';

/** Both upstreams, prepared for the suite. */
export interface UpstreamFixture {
  readonly promoCodes: PromoCodeUpstream;
  /** The same upstream, called with an unknown token. */
  readonly strangerToPromoCodes: PromoCodeUpstream;
  readonly contacts: ContactUpstream;
  /** The same upstream, called with another secret key. */
  readonly strangerToContacts: ContactUpstream;
  readonly company: string;
  /** Codes of the company, each in the state that its key says; `once` has one use left. */
  readonly codes: Readonly<
    Record<'unlimited' | 'once' | 'usedUp' | 'expired' | 'notStarted' | 'inactive', string>
  >;
  /** A contact with a phone that the upstream does not know yet. */
  newContact(): NewContact;
  now(): number;
  close(): Promise<void>;
}

/** Facts that hold for the embedded backend and for a real vendor alike. */
export function testUpstreamConformance(
  name: string,
  open: () => UpstreamFixture | Promise<UpstreamFixture>,
): void {
  describe(`upstreams over ${name}`, () => {
    let upstream: UpstreamFixture;
    before(async () => {
      upstream = await open();
    });
    after(() => upstream.close());
    testPromoCodes(() => upstream);
    testPromoCodeAccess(() => upstream);
    testContacts(() => upstream);
  });
}

type Current = () => UpstreamFixture;

function signal(): AbortSignal {
  return AbortSignal.timeout(10_000);
}

/** Facts that hold for every upstream of promo codes, also for a list in a file. */
export function testPromoCodes(
  current: () => Pick<UpstreamFixture, 'promoCodes' | 'company' | 'codes' | 'now'>,
): void {
  it('lists the company with its codes counted', async () => {
    const { promoCodes, company, codes } = current();
    const found = (await promoCodes.companies(signal())).find(({ id }) => id === company);
    assert.ok(found);
    assert.equal(found.codes.all, found.codes.active + found.codes.inactive);
    assert.ok(found.codes.all >= Object.keys(codes).length);
  });

  it('lists the codes of the company', async () => {
    const { promoCodes, company, codes } = current();
    const listed = Array.from(await promoCodes.list(company, signal()));
    const missing = Object.values(codes).filter(
      (code) => !listed.some((each) => each.code === code),
    );
    assert.deepEqual(missing, []);
  });

  it('previews what a redemption then answers', async () => {
    const { promoCodes, company, codes, now } = current();
    const listed = Array.from(await promoCodes.list(company, signal()));
    for (const code of [codes.usedUp, codes.expired, codes.notStarted, codes.inactive, 'NO-SUCH']) {
      const previewed = preview(
        listed.find((each) => each.code === code),
        now(),
      );
      const redeemed = await promoCodes.redeem({ company, code }, signal());
      assert.equal(previewed.status, 'invalid');
      assert.equal(redeemed.status, 'refused');
      assert.equal(previewed.reason, redeemed.reason, code);
    }
  });

  it('redeems a code up to its limit', async () => {
    const { promoCodes, company, codes } = current();
    const once = { company, code: codes.once };
    assert.deepEqual(await promoCodes.redeem(once, signal()), { status: 'redeemed' });
    const again = await promoCodes.redeem(once, signal());
    assert.equal(again.status === 'refused' && again.reason, 'exhausted');
  });

  it('redeems a code without limit again and again', async () => {
    const { promoCodes, company, codes } = current();
    const request = { company, code: codes.unlimited };
    for (let i = 0; i < 3; i += 1) {
      assert.deepEqual(await promoCodes.redeem(request, signal()), { status: 'redeemed' });
    }
  });

  it('treats an unknown company as a set-up failure', async () => {
    const { promoCodes, codes } = current();
    const request = { company: 'no-such-company', code: codes.unlimited };
    await assert.rejects(promoCodes.redeem(request, signal()), { failure: 'setup' });
  });
}

function testPromoCodeAccess(current: Current): void {
  it('distinguishes a refused promo-code token from every other failure', async () => {
    const { strangerToPromoCodes: stranger, company, codes } = current();
    const code = codes.unlimited;
    await assert.rejects(stranger.companies(signal()), { failure: 'auth' });
    await assert.rejects(stranger.list(company, signal()), { failure: 'auth' });
    await assert.rejects(stranger.redeem({ company, code }, signal()), { failure: 'auth' });
  });
}

function testContacts(current: Current): void {
  it('creates a contact, and then recognises its phone in any grouping', async () => {
    const { contacts, newContact } = current();
    const contact = newContact();
    const created = await contacts.create(contact, signal());
    assert.equal(created.status, 'created');
    assert.match(created.id, /^[1-9]\d*$/);
    const phone = contact.phone.replace(/^(..)(...)/, '+$1 $2-');
    const again = await contacts.create({ ...contact, phone }, signal());
    assert.deepEqual(again, { status: 'duplicate' });
  });

  it('rejects what the upstream will never accept', async () => {
    const { contacts, newContact } = current();
    const noName = await contacts.create({ ...newContact(), first_name: '' }, signal());
    assert.deepEqual(noName, { status: 'rejected', text: 'required fields missing' });
    const short = await contacts.create({ ...newContact(), phone: '1234567' }, signal());
    assert.deepEqual(short, { status: 'rejected', text: 'invalid phone format' });
  });

  it('treats an unknown product as a set-up failure', async () => {
    const { contacts, newContact } = current();
    const contact = { ...newContact(), product: 'no-such-product' };
    await assert.rejects(contacts.create(contact, signal()), { failure: 'setup' });
  });

  it('authenticates, and fails clearly with a wrong secret key', async () => {
    const { contacts, strangerToContacts: stranger, newContact } = current();
    await contacts.authenticate(signal());
    await assert.rejects(stranger.authenticate(signal()), { failure: 'auth' });
    await assert.rejects(stranger.create(newContact(), signal()), { failure: 'auth' });
  });
}
