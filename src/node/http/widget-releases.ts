import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../proxy/log.ts';
import { WarnOnce } from '../../proxy/warn-once.ts';
import { packageVersion } from '../package.ts';
import { makeFolder } from '../store/data-folder.ts';
import { withDraft } from '../store/with-draft.ts';
import { reasonOf } from '../system-error.ts';
import type { StaticFiles } from './static-files.ts';

/** No more are kept: a clone that is built again and again would fill the disk. */
const releasesMax = 20;

/** `0.1.0-Zk3PqA7x`: the version and a digest of its files. */
const releaseName = /^\d+\.\d+\.\d+-[\w.-]+$/;

/** The name of a release in a URL; other files never have it. */
export function releaseOf({ digest }: StaticFiles): string {
  return `${packageVersion()}-${digest.slice(0, 8)}`;
}

/**
 * Keeps the files of this release. A page that names a release, with the `integrity` of its files,
 * goes on working when the server is a newer one.
 */
export function keepRelease(folder: string, archive: string, release: string, log: Log): void {
  const place = join(archive, release);
  try {
    makeFolder(archive);
    if (fs.existsSync(place)) {
      // It may be one that was gone back to: pages name it from now on.
      fs.utimesSync(place, new Date(), new Date());
      return;
    }
    // With a dot, which no release begins with.
    withDraft(join(archive, '.draft'), (draft) => {
      fs.cpSync(folder, draft, { recursive: true });
      fs.renameSync(draft, place);
    });
    for (const old of listReleases(archive).slice(releasesMax)) {
      fs.rmSync(join(archive, old), { recursive: true, force: true });
    }
  } catch (error) {
    // Another server on this folder was first.
    if (fs.existsSync(place)) return;
    const why = `${archive}: ${reasonOf(error)}`;
    const text = `Pages that name this release lose it with the next. ${why}`;
    log.warn('widget.not-kept', { text });
  }
}

export function isRelease(name: string): boolean {
  return releaseName.test(name);
}

/** Warns the owner, once for each, of releases that a page names and this server does not have. */
export class MissedReleases {
  readonly #warnings: WarnOnce;

  constructor(log: Log) {
    this.#warnings = new WarnOnce(log);
  }

  tell(release: string): void {
    const text =
      'A page names this release of the widget, whose files are not in the data folder, or ' +
      'cannot be read there, and gets no script. Copy the folder "widget" of the server that ' +
      'had them, or share it.';
    this.#warnings.warn('widget.release-missing', { release, text }, release);
  }
}

/** The releases that are kept, the one that was started last first. */
function listReleases(archive: string): readonly string[] {
  if (!fs.existsSync(archive)) return [];
  const names = fs.readdirSync(archive).filter(isRelease);
  const keptAt = new Map(names.map((name) => [name, fs.statSync(join(archive, name)).mtimeMs]));
  return names.toSorted((one, other) => (keptAt.get(other) ?? 0) - (keptAt.get(one) ?? 0));
}
