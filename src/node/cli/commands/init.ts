import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ConfigError } from '../../config/config-error.ts';
import { defaults } from '../../config/defaults.ts';
import { type Config, fileNamedIn, loadConfig } from '../../config/load.ts';
import { fileSetting } from '../../config/settings.ts';
import { isLoopback } from '../../http/address.ts';
import { configText, writeConfigFile } from '../../init/config-file.ts';
import { ownUrl } from '../../init/own-url.ts';
import {
  isInEnvironment,
  refusalOf,
  type SetUpQuestion,
  setUpQuestions,
} from '../../init/questions.ts';
import { snippetFor } from '../../init/snippet.ts';
import { command, CommandError, type CommandScope, type CommonOptions } from '../command.ts';
import { printRecord } from '../output.ts';
import { createPrompt, type Prompt } from '../prompt.ts';
import { write } from '../terminal.ts';
import { runChecks } from './doctor.ts';

interface InitOptions extends CommonOptions {
  readonly url?: string;
  readonly force?: boolean;
}

const defaultFile = 'promo-lead.json';

export function initCommand(scope: CommandScope): Command {
  return command<InitOptions>(scope, 'init', {
    description: 'ask a few questions, write a configuration file, check it, show what to paste',
    setUp: (made) => {
      made.option('--url <url>', 'URL at which pages reach the server');
      for (const { flag, text } of setUpQuestions) if (flag) made.option(flag, text);
      made.option('--force', 'overwrite an existing file');
    },
    action: async ({ terminal, options, json }) => {
      const { data, force = false } = options;
      const file = options.config ?? fileNamedIn(terminal.env) ?? defaultFile;
      using prompt = json ? undefined : createPrompt(terminal);
      await mayWrite(file, force, prompt);
      const own = ownUrl(terminal.env);
      const url = await answerTo({ ...urlQuestion, fallback: own }, options.url, prompt);
      const answers = new Map<string, string>();
      // The file is used from other folders too.
      if (data !== undefined || !isInEnvironment('data', terminal.env)) {
        answers.set('data', resolve(data ?? defaults.dataFolder));
      }
      for (const question of setUpQuestions) {
        const { key, after, isOfReverseProxy = false } = question;
        const given = givenBy(question, options);
        const isNeeded =
          (after === undefined || answers.has(after)) &&
          (!isOfReverseProxy || given !== undefined || hasReverseProxy(url, own));
        if (!isNeeded || isInEnvironment(key, terminal.env)) continue;
        const answer = await answerTo(question, given, prompt);
        if (answer !== '' && !isNone(question, answer)) answers.set(key, answer);
      }
      writeConfigFile(file, configText(answers));
      if (!json) await write(terminal.stdout, `wrote ${file}\n\n`);
      const load = (): Config => loadConfig({ env: terminal.env, file });
      const checks = await runChecks(load, terminal, json);
      if (checks.some(({ status }) => status === 'fail')) {
        if (json) await printRecord(terminal, { file, checks, snippet: null }, { json });
        return 1;
      }
      const snippet = snippetFor(load(), url);
      if (json) await printRecord(terminal, { file, checks, snippet }, { json });
      else {
        await write(
          terminal.stdout,
          `\n${nextSteps(file)}\n\nPaste into your page:\n\n${snippet}\n`,
        );
      }
      return 0;
    },
  });
}

/** A command without settings would take the embedded backend for what serves. */
function nextSteps(file: string): string {
  return [
    `Start it:  promo-lead serve --config ${file}`,
    'Give every other command the same settings: --config too, or once and for all',
    `  export ${fileSetting.variable}=${resolve(file)}`,
  ].join('\n');
}

const urlQuestion = {
  key: 'url',
  flag: '--url <url>',
  text: 'Where pages reach this server',
} as const;

/** An existing file may hold the only copy of a secret. */
async function mayWrite(file: string, force: boolean, prompt: Prompt | undefined): Promise<void> {
  if (force || !existsSync(file)) return;
  const text = `${file} is there. Write over it? (yes, no)`;
  const answer = await prompt?.ask({ text, fallback: 'no' });
  if (answer === 'yes' || answer === 'y') return;
  const advice = 'Choose another with --config, or say --force';
  throw new CommandError(`Cannot write ${file}: it is there. ${advice}`);
}

function givenBy({ flag = '' }: SetUpQuestion, options: object): string | undefined {
  const [name = ''] = flag.replace(/^--/, '').split(' ');
  const property = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return new Map<string, unknown>(Object.entries(options)).get(property)?.toString();
}

async function answerTo(
  question: SetUpQuestion,
  given: string | undefined,
  prompt: Prompt | undefined,
): Promise<string> {
  const { key, flag = key, text, fallback = '', isSecret = false, isRequired = false } = question;
  const refusal = (answer: string): string | undefined => {
    if (isNone(question, answer)) return undefined;
    if (answer === '') return isRequired ? 'is needed.' : undefined;
    return key === 'url' ? refusalOfUrl(answer) : refusalOf(key, answer);
  };
  if (prompt && given === undefined) return prompt.ask({ text, fallback, isSecret, refusal });
  const answer = given ?? (isRequired ? '' : fallback);
  // The check misses required settings without a flag, and names their variables.
  const wrong = given === undefined ? undefined : refusal(answer);
  if (wrong === undefined) return answer;
  const source = flag.split(' ', 1).join('');
  throw new ConfigError([{ source, from: 'flag', text: wrong }]);
}

/** The server itself speaks plain HTTP, and listens on loopback by default. */
function hasReverseProxy(url: string, own: string): boolean {
  const { origin, protocol, hostname } = new URL(url);
  return origin !== own && (protocol === 'https:' || !isLoopback(hostname));
}

function isNone({ mayBeNone = false }: SetUpQuestion, answer: string): boolean {
  return mayBeNone && answer.toLowerCase() === 'none';
}

function refusalOfUrl(text: string): string | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol)
    ? undefined
    : 'must be a URL such as https://leads.example.';
}
