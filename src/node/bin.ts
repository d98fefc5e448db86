#!/usr/bin/env node
const { versions, argv, stdin, stdout, stderr, env } = process;
const [major = 0, minor = 0] = versions.node.split('.').map(Number);

// As in package.json: an older Node lacks `node:sqlite`, or a part of it.
if (major < 22 || (major === 22 && minor < 16)) {
  stderr.write(
    `promo-lead: Needs Node 22.16 or later, and this is ${versions.node}. ` +
      'Install a newer one (https://nodejs.org), and try again.\n',
  );
  process.exitCode = 1;
} else {
  // Node 22 warns on standard error, where a server writes JSON lines, that SQLite is experimental.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (name !== 'ExperimentalWarning') stderr.write(`promo-lead: ${name}: ${message}\n`);
  });

  // Writing code notices a closed pipe; without a listener, the event would end the process.
  stdout.on('error', () => {});
  stderr.on('error', () => {});

  // Imported only here, because a Node that is too old cannot even load it.
  const { run } = await import('./cli/run.ts');
  process.exitCode = await run(argv.slice(2), { stdin, stdout, stderr, env });
}
