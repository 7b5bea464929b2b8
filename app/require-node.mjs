// The first file executed by every npm script. It is plain JavaScript that any Node can parse, so
// that a Node too old for the rest says how to run instead of printing a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 19)) {
  process.stderr.write(
    `Lamplight needs Node 24.19 or later; this is ${process.versions.node} (${process.execPath}).\n` +
      'Run it through npm, which puts the Node that "npm ci" brought on the PATH: "npm ci", then\n' +
      '"npm run demo", "npm start" or "npm test". If "npm ci" has run and you still read this, no\n' +
      'Node binary is published for your platform: install Node 24 from https://nodejs.org.\n',
  );
  process.exit(1);
}
