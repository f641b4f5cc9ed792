import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { labCommand } from './lab-command.ts';

// npm run lab -- [--json] [--link] [--save DIR] FILE…: runs lab scripts and saved labs without a browser.

process.exitCode = await labCommand(process.argv.slice(2), {
  readFile: (path) => readFileSync(path),
  // As etcd makes them: for their owner alone.
  writeFile: (path, bytes) => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, bytes, { mode: 0o600 });
  },
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
});
