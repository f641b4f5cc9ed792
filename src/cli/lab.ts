import { readFileSync } from 'node:fs';
import { labCommand } from './lab-command.ts';

// npm run lab -- [--json] [--link] FILE…: runs lab scripts and saved labs without a browser.

process.exitCode = await labCommand(process.argv.slice(2), {
  readFile: (path) => readFileSync(path),
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
});
