import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { file, load, only, problemsOf } from './loading.ts';

const url = 'https://tracker.example/canary/postback?subid={click_id}&status={status}';

function refusal(value: string): string {
  const { source, text } = only(problemsOf({ PROMO_LEAD_POSTBACK_URL: value }));
  assert.equal(source, 'PROMO_LEAD_POSTBACK_URL');
  return text;
}

describe('the setting "postback"', () => {
  it('sends no postbacks by default, and reports delivered leads if a URL is set', () => {
    assert.equal(load({}).postback, undefined);
    const { postback } = load({ PROMO_LEAD_POSTBACK_URL: url });
    assert.equal(postback?.url.reveal(), url);
    assert.deepEqual(postback.statuses, { delivered: 'lead' });
    assert(!inspect(postback, { depth: 9, showHidden: true }).includes('canary'));
  });

  it('reports exactly the outcomes that the file names', () => {
    const statuses = { delivered: 'sale', rejected: 'trash' };
    const path = file({ postback: { statuses } });
    const { postback } = load({ PROMO_LEAD_POSTBACK_URL: url }, { file: path });
    assert.deepEqual(postback?.statuses, statuses);
  });

  it('says what is wrong with the URL without showing it', () => {
    const wrong: readonly (readonly [url: string, says: RegExp])[] = [
      ['tracker.example/canary?c={click_id}', /must be a URL such as https:/],
      ['https://me:canary@tracker.example/?c={click_id}', /no user name or password/],
      ['https://tracker.example/canary', /at least one macro.*\{click_id\}/],
      ['https://{product}.example/canary?c={ref}', /no macro before its path/],
      ['https://tracker.example:{time}/canary?c={ref}', /no macro before its path/],
      [
        'https://tracker.example/canary?c={clickid}',
        /macro \{clickid\}\. Did you mean "\{click_id\}"/,
      ],
      ['https://tracker.example/canary?c={subid}', /\{subid\}\. Did you mean "\{click_id\}"/],
      ['https://tracker.example/canary?p={phone}', /must not have the macro \{phone\}\. There are/],
      ['https://tracker.example/?c={canary-of-the-key}', /must not have the macro that it has/],
      ['https://tracker.example/canary?c={click_id', /braces only around/],
      ['https://tracker.example/?c={click_id}#canary', /must hold no "#"/],
      ['http://tracker.example/canary?c={click_id}', /must begin with https:\/\//],
      ['https://169.254.169.254/canary?c={click_id}', /metadata address/],
    ];
    for (const [value, says] of wrong) {
      const text = refusal(value);
      assert.match(text, says);
      assert(!text.includes('canary'), text);
    }
    assert(load({ PROMO_LEAD_POSTBACK_URL: 'http://127.0.0.1:8080/?c={click_id}' }).postback);
  });

  it('refuses statuses that the tracker would count as conversions', () => {
    const path = file({ postback: { statuses: { delivered: 'lead', rejected: 'trash' } } });
    const env = { PROMO_LEAD_POSTBACK_URL: 'https://tracker.example/?c={click_id}' };
    assert.match(only(problemsOf(env, { file: path })).text, /no \{status\}.*conversion/);
    const success = file({ postback: { statuses: { delivered: 'lead' } } });
    assert(load(env, { file: success }).postback);
  });

  it('refuses statuses without a URL, an empty list, and unknown outcomes', () => {
    const refused = (postback: object): string =>
      problemsOf({}, { file: file({ postback }) })
        .map(({ source, text }) => `${source} ${text}`)
        .join('\n');
    assert.match(
      refused({ statuses: { delivered: 'lead' } }),
      /^PROMO_LEAD_POSTBACK_URL .*missing/,
    );
    assert.match(refused({ url, statuses: {} }), /must name at least one end/);
    assert.match(refused({ url, statuses: { delivered: '' } }), /statuses.delivered/);
    assert.match(
      refused({ url, statuses: { held: 'x' } }),
      /statuses.held" in the file is not a setting/,
    );
    assert.match(refused({ url, statuses: 'lead' }), /must be \{ "delivered"/);
    assert.match(refused({ url: 7 }), /must be a URL/);
  });
});
