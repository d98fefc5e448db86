import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
/** What is installed along with the package. */
const runtime = locked.filter(([, { dev, devOptional }]) => !dev && !devOptional);
const workflows = globSync('.github/workflows/*.yml').map((path) => ({
  path,
  lines: readFileSync(path, 'utf8').split('\n'),
}));

describe('dependencies', () => {
  it('are those of package.json and what they need, each with its digest', () => {
    const names = new Set(runtime.map(([path]) => path.replace(/^.*node_modules\//, '')));
    const missing = Object.keys(manifest.dependencies).filter((name) => !names.has(name));
    assert.deepEqual(missing, []);
    const unsigned = runtime.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'));
    assert.deepEqual(unsigned, []);
  });
});

describe('the package itself', () => {
  it('runs no script when it is installed from the registry', () => {
    const names = Object.keys(manifest.scripts);
    const run = ['preinstall', 'install', 'postinstall'].filter((name) => names.includes(name));
    assert.deepEqual(run, []);
  });

  it('is built before it is packed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'promo-lead-pack-'));
    try {
      const { prepare, ...scripts } = manifest.scripts;
      assert.doesNotMatch(prepare, /build/);
      const build = `node -e "fs.mkdirSync('dist'); fs.writeFileSync('dist/index.js', '')"`;
      const clone = { ...manifest, scripts: { ...scripts, build } };
      writeFileSync(join(folder, 'package.json'), JSON.stringify(clone));
      execFileSync('npm', ['pack'], { cwd: folder, stdio: 'pipe' });
      const tarball = `${manifest.name}-${manifest.version}.tgz`;
      const list = execFileSync('tar', ['-tzf', join(folder, tarball)], { encoding: 'utf8' });
      assert.ok(list.split('\n').includes('package/dist/index.js'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('workflows', () => {
  const linesWith = (pattern: RegExp): readonly string[] =>
    workflows.flatMap(({ path, lines }) =>
      lines.filter((line) => pattern.test(line)).map((line) => `${path}: ${line.trim()}`),
    );

  it('pin actions to a commit, named by its version', () => {
    const uses = linesWith(/\buses:/);
    assert(uses.length >= 6);
    const pinned = /uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    assert.deepEqual(
      uses.filter((line) => !pinned.test(line)),
      [],
    );
  });

  it('have only the permissions of each job, and keep no token for later steps', () => {
    for (const { path, lines } of workflows) {
      assert(lines.includes('permissions: {}'), path);
    }
    assert.deepEqual(linesWith(/^ +(?:contents|id-token|[\w-]+): write/), [
      '.github/workflows/release.yml: id-token: write',
    ]);
    const checkouts = linesWith(/actions\/checkout@/);
    assert.equal(linesWith(/persist-credentials: false/).length, checkouts.length);
  });

  it('pass no stranger’s text to a shell, hold no secret, and trust no pull request', () => {
    assert.deepEqual(linesWith(/\brun:.*\$\{\{|secrets\.|pull_request_target|workflow_run/), []);
  });

  it('publish only what passed the tests, with provenance', () => {
    const release = workflows.find(({ path }) => path.endsWith('release.yml'))?.lines.join('\n');
    assert.match(release ?? '', /\n {2}publish:\n {4}needs: test\n/);
    assert.match(release ?? '', /npm audit --omit=dev\n[^]*npm publish --provenance/);
  });

  // Without it npm refuses the provenance, and the README's pictures and guides are broken there.
  it('publish a package that names the repository it comes from', () => {
    const release = readFileSync('.github/workflows/release.yml', 'utf8');
    const [steps = ''] = release.split('- run: npm publish');
    const [, command = ''] = /run: >-\n( {10}npm pkg set .+\n(?: {10}.+\n)+)/.exec(steps) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'promo-lead-release-'));
    try {
      copyFileSync('package.json', join(folder, 'package.json'));
      const place = {
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'shop/promo-lead',
      };
      execFileSync('bash', ['-euc', command.replaceAll(/\s+/g, ' ')], {
        cwd: folder,
        env: { ...process.env, ...place },
      });
      const url = 'https://github.com/shop/promo-lead';
      assert.deepEqual(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), {
        ...manifest,
        repository: { type: 'git', url: `git+${url}.git` },
        homepage: `${url}#readme`,
        bugs: { url: `${url}/issues` },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
