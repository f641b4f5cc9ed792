import { readFileSync } from 'node:fs';
import { labCommand } from './lab-command.ts';

// npm run lab -- [--json] FILE…: runs lab scripts without a browser.

process.exitCode = await labCommand(process.argv.slice(2), {
  readFile: (path) => readFileSync(path, 'utf8'),
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
});
