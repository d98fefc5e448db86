import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

interface PackReport {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/**
 * The package as npm would publish it, installed in a project with only its declared dependencies
 * and the types of Node.
 */
export class Installation implements Disposable {
  /** The project's folder. */
  readonly project: string;
  /** The package's folder in the project's `node_modules`. */
  readonly folder: string;
  readonly tarball: string;
  readonly unpackedBytes: number;
  readonly files: readonly string[];

  constructor() {
    this.project = mkdtempSync(join(tmpdir(), 'promo-lead-package-'));
    const options = ['--json', '--ignore-scripts', '--pack-destination', this.project];
    const output = execFileSync('npm', ['pack', ...options], { encoding: 'utf8', stdio: 'pipe' });
    const [report] = JSON.parse(output) as readonly [PackReport];
    this.tarball = join(this.project, report.filename);
    this.unpackedBytes = report.unpackedSize;
    this.files = report.files.map(({ path }) => path);
    this.folder = join(this.project, 'node_modules', manifest.name);
    mkdirSync(this.folder, { recursive: true });
    execFileSync('tar', ['-xzf', this.tarball, '-C', this.folder, '--strip-components=1']);
    for (const name of [...Object.keys(manifest.dependencies), '@types/node']) {
      const link = join(this.project, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(resolve('node_modules', name), link);
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.project, { recursive: true });
  }
}
