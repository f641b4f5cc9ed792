import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../src/base/utf8.ts';
import { consoleProgram } from '../../../src/client/console.ts';
import { stepConsole, type ConsoleProgram } from '../../../src/console/kernel/console-program.ts';
import type {
  Around,
  ConsoleEffect,
  ConsoleEvent,
  ConsoleInstruction,
} from '../../../src/console/kernel/heard.ts';
import { parseScript } from '../../../src/console/shell/parse-script.ts';
import { ShellError } from '../../../src/console/shell/script.ts';
import { findTool } from '../../../src/console/tools.ts';

const around: Around = { nowMs: 0, at: 1, book: [] };

/** A console whose timers ring as soon as nothing else is to be done. */
class Terminal {
  #program: ConsoleProgram = consoleProgram();
  #timers: { readonly timer: number; readonly at: number }[] = [];
  #now = 0;
  text = '';
  readonly exits: number[] = [];

  #take(event: ConsoleEvent): void {
    const { program, effects } = stepConsole(this.#program, event, { ...around, nowMs: this.#now }, findTool);
    this.#program = program;
    for (const effect of effects) this.#did(effect);
  }

  #did(effect: ConsoleEffect): void {
    if (effect.type === 'timer') this.#timers.push({ timer: effect.timer, at: this.#now + effect.ms });
    if (effect.type !== 'note') return;
    const { note } = effect;
    if (note.type === 'output') this.text += (note.fd === 2 ? '!' : '') + decodeUtf8(note.bytes);
    if (note.type === 'ended') this.exits.push(note.exitCode);
  }

  tell(instruction: ConsoleInstruction): void {
    this.#take({ type: 'console', instruction });
  }

  /** A line, to its end: what came of it. */
  run(text: string): string {
    this.text = '';
    this.tell({ type: 'line', text });
    this.wait();
    return this.text;
  }

  wait(): void {
    for (;;) {
      const next = this.#timers.sort((a, b) => a.at - b.at).shift();
      if (next === undefined) return;
      this.#now = Math.max(this.#now, next.at);
      this.#take({ type: 'timer', timer: next.timer });
    }
  }

  get isIdle(): boolean {
    return this.#program.heard === undefined;
  }
}

describe('the shell of a console', () => {
  it.each([
    // What a POSIX shell prints for each (dash and bash were asked).
    ['echo a  b "c  d" \'e  f\'', 'a b c  d e  f\n'],
    ['echo "a\\"b" \'$HOME\' a\\ b', 'a"b $HOME a b\n'],
    ['X=1; echo $X ${X}2 "$X" \'$X\' ${Y:-none}', '1 12 1 $X none\n'],
    ['X="a  b"; echo $X "$X"', 'a b a  b\n'],
    ['for i in 1 2 3; do echo k$i; done', 'k1\nk2\nk3\n'],
    ['for i in $(seq 2 4)\ndo\n  echo $i\ndone', '2\n3\n4\n'],
    ['for i in {1..3} {a,b}x; do echo -n "$i "; done; echo', '1 2 3 ax bx \n'],
    ['echo one | cat | cat', 'one\n'],
    ['echo out > f; echo more >> f; cat f; cat < f', 'out\nmore\nout\nmore\n'],
    ['cat missing 2> e || cat e', 'cat: missing: No such file or directory\n'],
    ['cat missing 2>&1 | cat', 'cat: missing: No such file or directory\n'],
    ['false || echo no; true && echo yes; ! false && echo not', 'no\nyes\nnot\n'],
    ['if false; then echo a; elif true; then echo b; else echo c; fi', 'b\n'],
    ['i=0; while sh -c "exit $i"; do echo $i; i=$((i+1)); done', '0\n'],
    ['echo $((2 + 3 * (4 - 1))) $((7 / 2)) $((7 % 4)) $((3 < 4))', '11 3 3 1\n'],
    ['cat <<EOF\na $((1+1))\nEOF\necho after', 'a 2\nafter\n'],
    ["cat <<'EOF'\na $X `b`\nEOF", 'a $X `b`\n'],
    ['cat <<< "here it is"', 'here it is\n'],
    ['(X=5; echo $X); echo "[$X]"', '5\n[]\n'],
    ['{ echo a; echo b; } | cat', 'a\nb\n'],
    ['X=1 sh -c \'echo $X\' ; echo "[$X]"', '1\n[]\n'],
    ['export X=1; for i in a b; do echo $i; [ 1 ] ; done', 'a\nb\n'],
    ['sh -c "exit 3"; echo $?', '3\n'],
    ['nothing; echo $?', '!sh: nothing: command not found\n127\n'],
    ['# a comment\necho a # another\n', 'a\n'],
    ['echo a#b', 'a#b\n'],
    ['echo a; # end\n\n\necho b', 'a\nb\n'],
    ["echo $'a\\tb\\x41'", 'a\tbA\n'],
    ['echo -e "a\\nb" -n', 'a\nb -n\n'],
    ['for i in 1 2 3 4; do if [ ]; then :; fi 2>/dev/null; echo $i; break; done', '1\n'],
    ['echo `echo in`side', 'inside\n'],
    ['seq 3 > n; while read a; do echo "<$a>"; done < n', '<1>\n<2>\n<3>\n'],
    ['echo a &&\necho b', 'a\nb\n'],
    ['echo a \\\n  b', 'a b\n'],
    ["seq 100000 | sh -c 'read a; echo $a'", '1\n'],
  ])('%s', (line, expected) => {
    const terminal = new Terminal();
    expect(terminal.run(line)).toBe(expected);
    expect(terminal.isIdle).toBe(true);
  });

  it.each([
    ['echo "a', 'unexpected EOF while looking for matching `"\''],
    ["echo 'a", "unexpected EOF while looking for matching `''"],
    ['echo $(echo', "unexpected EOF while looking for matching `)'"],
    ['for i in 1; do echo', 'unexpected end of file'],
    ['cat <<EOF\na', 'here-document'],
    ['echo a |', 'unexpected end of file'],
    ['if true; then', 'unexpected end of file'],
  ])('%s is not finished', (line, message) => {
    expect(() => parseScript(line)).toThrow(message);
    expect(() => parseScript(line)).toThrow(expect.objectContaining({ isUnfinished: true }));
    expect(new Terminal().run(line)).toContain(`!sh: `);
  });

  it.each([
    ['| cat', '|'],
    ['echo a; ; echo', ';'],
    ['done', 'done'],
    ['for 1 in a; do :; done', '1'],
    ['case a in a) ;; esac', 'case is not known here'],
    ['f() { :; }', 'functions are not known here'],
    ['echo ${a%b}', '${name}'],
    ['echo $((1 /))', 'sum'],
    ['echo $((1 / 0))', 'division by 0'],
  ])('%s is refused, and nothing is done', (line, message) => {
    const terminal = new Terminal();
    expect(terminal.run(line)).toContain(message);
    expect(terminal.exits).toEqual([2]);
  });

  it('runs jobs in the background, lists them, waits for them, brings them back', () => {
    const terminal = new Terminal();
    expect(terminal.run('sleep 100 & echo begun')).toMatch(/^\[1\] \d+\nbegun\n$/);
    terminal.tell({ type: 'line', text: 'cat > f &' });
    terminal.text = '';
    terminal.tell({ type: 'line', text: 'jobs' });
    expect(terminal.text).toMatch(/^\[1\] {2}Running {4}cat > f &\n$/);
    terminal.tell({ type: 'line', text: 'fg' });
    terminal.tell({ type: 'input', bytes: encodeUtf8('typed\n') });
    terminal.tell({ type: 'eof' });
    expect(terminal.run('wait; cat f')).toContain('typed\n');
    expect(terminal.isIdle).toBe(true);
  });

  it('numbers jobs as shells do, and kills and waits for those of the same line', () => {
    const terminal = new Terminal();
    terminal.tell({ type: 'line', text: 'sleep 70 &' });
    terminal.tell({ type: 'line', text: 'sleep 80 & jobs; kill %2 $!' });
    terminal.text = '';
    terminal.tell({ type: 'line', text: 'jobs; kill %7; kill 1; kill; kill %1; jobs' });
    expect(terminal.text).toBe(
      '[1]  Running    sleep 70 &\n!sh: kill: %7: no such job\n!sh: kill: (1) - No such process\n' +
        '!kill: usage: kill [-INT | -TERM | -KILL] %JOB | PID ...\n',
    );
    expect(terminal.isIdle).toBe(true);
    expect(terminal.run('sleep 5 & sleep 1; wait; echo over')).toMatch(/^\[1\] \d+\nover\n$/);
    expect(terminal.isIdle).toBe(true);
  });

  it.each([
    'echo $((1 / 0)) | cat; echo on',
    'cat <<< $(echo $((1 / 0))); echo on',
    '(echo $((1 / 0))); echo on',
    'echo $((1 / 0)) & wait; echo on',
  ])('%s: what a part of it cannot do ends that part alone', (line) => {
    const terminal = new Terminal();
    expect(terminal.run(line)).toMatch(/!sh: [^]*on\n$/);
    expect(terminal.isIdle).toBe(true);
  });

  it.each(['exit 3 & wait; echo on', 'break & wait; echo on'])('%s leaves the job', (line) => {
    expect(new Terminal().run(line)).toMatch(/^\[1\] \d+\non\n$/);
  });

  it('ends the line that is interrupted, loop and all', () => {
    const terminal = new Terminal();
    terminal.tell({ type: 'line', text: 'for i in 1 2 3; do echo $i; sleep 10; done; echo never' });
    terminal.tell({ type: 'signal', signal: 'SIGINT' });
    terminal.wait();
    expect(terminal.text).toBe('1\n');
    expect(terminal.exits).toEqual([130]);
    expect(terminal.isIdle).toBe(true);
  });

  it('ends a loop that would never wait, and goes on with the next line', () => {
    const terminal = new Terminal();
    terminal.run('while true; do :; done');
    expect(terminal.exits).toEqual([137]);
    expect(terminal.run('echo alive')).toBe('alive\n');
  });

  it('keeps variables and files from line to line', () => {
    const terminal = new Terminal();
    terminal.run('NAME=etcd; echo data > f');
    expect(terminal.run('echo $NAME; cat f')).toBe('etcd\ndata\n');
  });

  it('says what is wrong with what it cannot read, and never anything else', () => {
    const pieces = [
      'a',
      ' ',
      '"',
      "'",
      '$',
      '(',
      ')',
      '{',
      '}',
      '|',
      '&',
      ';',
      '<',
      '>',
      '\n',
      '`',
      '\\',
      '#',
      '=',
      'for ',
      'do ',
      'done',
      'if ',
      'fi',
      '<<E',
      '!',
      '$((',
      '1',
    ];
    let state = 7;
    for (let i = 0; i < 20_000; i++) {
      let text = '';
      for (let n = 0; n < 12; n++) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        text += pieces[(state >>> 16) % pieces.length] ?? '';
      }
      try {
        parseScript(text);
      } catch (error) {
        expect(error, text).toBeInstanceOf(ShellError);
      }
    }
  });
});
