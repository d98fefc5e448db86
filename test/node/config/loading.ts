import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigError, type ConfigProblem } from '../../../src/node/config/config-error.ts';
import { type Config, loadConfig, type LoadConfigOptions } from '../../../src/node/config/load.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

type Env = LoadConfigOptions['env'];
type Rest = Omit<LoadConfigOptions, 'env'>;

export function load(env: Env, rest: Rest = {}): Config {
  return loadConfig({ env, ...rest });
}

/** A configuration file. */
export function file(content: unknown, mode = 0o600): string {
  const path = join(temporaryFolder(), 'promo-lead.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  chmodSync(path, mode);
  return path;
}

/** What is wrong with a configuration; empty if it can be used. */
export function problemsOf(env: Env, rest: Rest = {}): readonly ConfigProblem[] {
  try {
    load(env, rest);
  } catch (error) {
    assert(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

export function only(problems: readonly ConfigProblem[]): ConfigProblem {
  assert.equal(problems.length, 1, inspect(problems));
  const [problem] = problems;
  assert(problem);
  return problem;
}

/** What a real promoholder needs besides its address. */
export const vendor: Env = { PROMOHOLDER_TOKEN: 'token', PROMOHOLDER_COMPANY: 'company' };
