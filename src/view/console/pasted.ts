import { parseScript } from '../../console/shell/parse-script.ts';
import { ShellError } from '../../console/shell/script.ts';

/** What is to be run of a text that was pasted, one command after the other. */
export interface Pasted {
  readonly commands: readonly string[];
  /** So many lines are none: comments, blank lines, and what a tutorial shows as output. */
  readonly passed: number;
}

/** `$ `, `user@host:~/etcd$ `, `[root@host etcd]# `, `user@host ~ % `. */
const PROMPT = /^\s*(?:\$|\[[\w.-]+@[^\]]*\][$#]|[\w.-]+@[\w.-]+(?::\S*?| [^\s$#%]+ ?)?[$#%])\s+(.*)$/;
/** Of a block of code in Markdown. */
const FENCE = /^\s*(?:```|~~~)[\w-]*\s*$/;
const CONTINUED = /^\s*>\s?(.*)$/;

/**
 * A tutorial, or some lines of one. Where lines begin with a prompt (`$ `, `user@host:~$ `), these are the commands and the others are what they
 * print; where none does, each is a command. One that is not whole goes on in the next line.
 */
export function readPasted(text: string): Pasted {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
  const hasPrompts = lines.some((line) => PROMPT.test(line));
  const commands: string[] = [];
  let passed = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    let command = hasPrompts ? PROMPT.exec(line)?.[1] : line.trim();
    if (command === undefined || command === '' || command.startsWith('#') || FENCE.test(line)) {
      // What is left after the last line's end is no line.
      if (i < lines.length - 1 || line !== '') passed++;
      continue;
    }
    for (; i + 1 < lines.length && isUnfinished(command); i++) {
      const next = lines[i + 1] ?? '';
      command += `\n${hasPrompts ? (CONTINUED.exec(next)?.[1] ?? next) : next}`;
    }
    commands.push(command);
  }
  return { commands, passed };
}

/** One line without the prompt that was copied with it. */
export function withoutPrompt(line: string): string {
  return PROMPT.exec(line.trim())?.[1] ?? line;
}

/** More has to be typed before it can run: a quote, a loop, a here-document is open, or the line ends with a backslash. */
export function isUnfinished(text: string): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text)) return true;
  try {
    parseScript(text);
    return false;
  } catch (error) {
    if (error instanceof ShellError) return error.isUnfinished;
    throw error;
  }
}
