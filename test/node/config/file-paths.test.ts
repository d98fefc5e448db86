import assert from 'node:assert/strict';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { file, load, problemsOf } from './loading.ts';

describe('A path in the configuration file', () => {
  it('is resolved against the folder of the file, wherever a command is run', () => {
    const path = file({
      data: 'data',
      store: 'sqlite:../leads.db',
      codeFile: './codes.csv',
      adapters: { contacts: 'crm.js' },
    });
    const folder = dirname(path);
    for (const given of [path, relative(process.cwd(), path)]) {
      const { dataFolder, store, others } = load({}, { file: given });
      assert.equal(dataFolder, join(folder, 'data'));
      assert.deepEqual(store, { kind: 'sqlite', file: join(folder, '../leads.db') });
      assert.deepEqual(
        [others.codeFile, others.contactsModule],
        [join(folder, 'codes.csv'), join(folder, 'crm.js')],
      );
    }
    const module = file({ adapters: { promoCodes: '../codes.js' } });
    const { others } = load({}, { file: module });
    assert.equal(others.promoCodesModule, join(dirname(module), '../codes.js'));
  });

  it('may name a certificate', () => {
    const query = 'sslrootcert=tls%2Fca+1.pem&sslcert=/etc/a.pem&sslkey=key.pem';
    const path = file({ store: `postgres://h/x?${query}` });
    const { store } = load({}, { file: path });
    assert.partialDeepStrictEqual(store, {
      tls: {
        rootCertificate: join(dirname(path), 'tls/ca 1.pem'),
        certificate: '/etc/a.pem',
        key: join(dirname(path), 'key.pem'),
      },
    });
  });

  it('is resolved against the working directory in a variable or a flag', () => {
    const path = file({ data: 'data', codeFile: 'codes.csv' });
    const env = { PROMO_LEAD_DATA: 'other', PROMO_LEAD_CODE_FILE: 'codes.json' };
    const { dataFolder, others } = load(env, { file: path });
    assert.deepEqual([dataFolder, others.codeFile], [resolve('other'), resolve('codes.json')]);
    const flags = { data: 'third' };
    assert.equal(load(env, { file: path, flags }).dataFolder, resolve('third'));
    assert.equal(load({}, { file: file({}) }).dataFolder, resolve('data'), 'where it has none');
  });

  it('is refused if it is not a path', () => {
    for (const none of ['', 7, null, ['a'], { a: 'b' }, 'a\nb']) {
      for (const wrong of [{ data: none }, { codeFile: none }, { adapters: { contacts: none } }]) {
        assert.equal(problemsOf({}, { file: file(wrong) }).length, 1, JSON.stringify(wrong));
      }
    }
    for (const store of ['sqlite:', 'data', 7, { a: 'b' }]) {
      assert.equal(problemsOf({}, { file: file({ store }) }).length, 1, JSON.stringify(store));
    }
  });
});
