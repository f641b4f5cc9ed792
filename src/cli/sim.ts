import { readFileSync, writeFileSync } from 'node:fs';
import { simCommand } from './sim/sim-command.ts';

// npm run sim: seeded random runs with faults, every check on.

process.exitCode = await simCommand(process.argv.slice(2), {
  environment: process.env,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
  readFile: (path) => readFileSync(path, 'utf8'),
  writeFile: (path, content) => writeFileSync(path, content),
  progress: {
    write: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    now: () => performance.now(),
  },
});
