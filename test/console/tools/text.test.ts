import { expect, it } from 'vitest';
import { Terminal } from './terminal.ts';
import { textLines } from './text-lines.ts';

it.each(textLines)('%s', (line, text, code) => {
  const terminal = new Terminal();
  terminal.run("printf 'foo\\n' > f1; printf 'foo bar\\n' > f2");
  expect(terminal.run(line)).toBe(text);
  expect(terminal.exit).toBe(code);
});
