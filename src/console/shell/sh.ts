import { any, type Process, type Running } from '../kernel/process.ts';
import { splitWords } from '../words.ts';

/** A line of one command. It outlives the signals that end what it has begun, as the shell of a terminal does. */
export function* sh({ argv, spawn, write, signals }: Process): Running<number> {
  signals.catch();
  const words = splitWords(argv[2] ?? '');
  if (words.length === 0) return 0;
  const child = spawn(words);
  if (child === undefined) {
    write(2, `sh: ${words[0] ?? ''}: command not found\n`);
    return 127;
  }
  while (child.exitCode === undefined) yield* any(child);
  return child.exitCode;
}
