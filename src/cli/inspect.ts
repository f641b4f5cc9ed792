import { inspectCommand } from './inspect/inspect-command.ts';

// npm run inspect: etcd members' data directories, read and judged.

process.exitCode = inspectCommand(process.argv.slice(2), {
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
  progress: {
    write: (text) => void process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    now: () => performance.now(),
  },
});
