/**
 * Runs the browser tests in one engine: `browser-tests.ts ENGINE [--built] [FILE…]`. A process for
 * each engine, because WebKit's driver has one session and Firefox another protocol.
 */
import { esbuildPlugin } from '@web/dev-server-esbuild';
import {
  type BrowserLauncher,
  defaultReporter,
  type Reporter,
  startTestRunner,
  type TestRunnerPlugin,
  type TestSuiteResult,
} from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import * as puppeteer from 'puppeteer-core';
import { record } from '../../elements/hard-pages/recorder-server.ts';
import { isServedPage, renderPage } from '../../elements/ssr/served-pages.ts';
import { firefoxPath, webkitPaths } from './browsers.ts';
import { chromiumOptions } from './chromium.ts';
import { WebKitDriver } from './webkit.ts';

const [engine, ...rest] = process.argv.slice(2);
const builtFlag = '--built';
const isBuilt = rest.includes(builtFlag);
const files = rest.filter((arg) => arg !== builtFlag);
// A page loads a hundred modules; reporting each took the browser as long as all the tests.
const networkEnabled = false;
/**
 * The other engines run what a visitor's page needs, and the owner's main pages. The rest of the
 * console and the stand-in client for tests are about no engine.
 */
const defaultFiles: readonly string[] =
  engine === 'chromium'
    ? ['test/**/*.browser.test.ts']
    : [
        'test/{client,elements}/**/*.browser.test.ts',
        'test/console/{sign-in,leads/leads,codes/codes}.browser.test.ts',
      ];
await using resources = new AsyncDisposableStack();
process.exitCode = (await run(await launcher())) ? 0 : 1;

async function launcher(): Promise<BrowserLauncher> {
  switch (engine) {
    case 'chromium':
      return chromeLauncher({ puppeteer, launchOptions: { ...chromiumOptions(), networkEnabled } });
    case 'firefox':
      return chromeLauncher({
        puppeteer,
        launchOptions: {
          browser: 'firefox',
          executablePath: firefoxPath() ?? 'firefox',
          networkEnabled,
        },
      });
    case 'webkit': {
      const paths = webkitPaths();
      if (paths === undefined) throw new Error('Cannot find WebKitGTK');
      const { port } = resources.use(await WebKitDriver.start(paths));
      const capabilities = {
        browserName: 'MiniBrowser',
        // Page loads are not waited for: a session that ends during one would fail.
        pageLoadStrategy: 'none' as const,
        'webkitgtk:browserOptions': { binary: paths.browser, args: ['--automation'] },
        // The driver does not support BiDi.
        'wdio:enforceWebDriverClassic': true,
      };
      // Its types were written without exactOptionalPropertyTypes.
      return webdriverLauncher({ hostname: '127.0.0.1', port, capabilities }) as BrowserLauncher;
    }
    default:
      throw new Error(`Cannot run browser tests: unknown engine ${String(engine)}`);
  }
}

async function run(browser: BrowserLauncher): Promise<boolean> {
  const runner = await startTestRunner({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
    config: {
      files: files.length > 0 ? files : [...defaultFiles],
      rootDir: process.cwd(),
      nodeResolve: true,
      middleware: [
        async (context, next) => {
          const reply = await record(context.req);
          if (reply) {
            context.set(reply.headers);
            context.body = reply.body;
            context.status = reply.status;
          } else {
            await next();
          }
        },
      ],
      plugins: [
        ...(isBuilt ? [scriptTagFile()] : []),
        servedPages(),
        esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }),
      ],
      browsers: [browser],
      // Only one page at a time can have the focus and the caret.
      concurrency: 1,
      // For hanging browsers, not for slow ones: other parts run beside this one.
      browserStartTimeout: 120_000,
      testsStartTimeout: 120_000,
      testsFinishTimeout: 600_000,
      testFramework: { config: { timeout: '60000' } },
      filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
      reporters: [defaultReporter({ reportTestProgress: false }), summary()],
    },
  });
  if (runner === undefined) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  runner.on('stopped', resolve);
  return promise;
}

/** Replaces the sources by the script-tag file, which has its own copy of everything. */
function scriptTagFile(): TestRunnerPlugin {
  return {
    name: 'script-tag-file',
    resolveImport({ source }) {
      const name = /\/src\/(index|lead-form|promo-code-input)\.ts$/.exec(source)?.[1];
      return name && `/dist/cdn/${name === 'index' ? 'promo-lead' : name}.js`;
    },
  };
}

/** Serves `/served/NAME`: a page with the elements as rendered by a server. */
function servedPages(): TestRunnerPlugin {
  return {
    name: 'served-pages',
    async serve({ path }) {
      const [, name] = /^\/served\/([\w-]+)$/.exec(path) ?? [];
      return isServedPage(name) ? { type: 'html', body: await renderPage(name) } : undefined;
    },
  };
}

/** Prints the closing lines of `node --test`, so that one parser counts both. */
function summary(): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      const tests = sessions.flatMap(({ testResults }) =>
        testResults ? testsOf(testResults) : [],
      );
      const passed = tests.filter((test) => test.passed).length;
      const skipped = tests.filter((test) => test.skipped).length;
      // A file that does not load fails without having a test.
      const broken = sessions.filter((s) => s.passed !== true && s.errors.length > 0).length;
      const failed = tests.length - passed - skipped + broken;
      process.stdout.write(`\nℹ pass ${passed}\nℹ fail ${failed}\nℹ skipped ${skipped}\n`);
    },
  };
}

function testsOf(suite: TestSuiteResult): TestSuiteResult['tests'] {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
