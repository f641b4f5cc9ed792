import { drawInt, type Dice } from '../../../src/base/random.ts';

const words = [
  'get',
  'put',
  'del',
  'txn',
  'compaction',
  'watch',
  'lease',
  'grant',
  'revoke',
  'timetolive',
  'list',
  'keep-alive',
  'lock',
  'elect',
  'version',
  'help',
  'member',
  'endpoint',
  'status',
  'ge',
  'l',
  'lea',
  '--prefix',
  '--from-key',
  '--rev=3',
  '--rev',
  '--limit',
  '-5',
  '--keys',
  '--once',
  '--ttl=5',
  '-l',
  '-i',
  '-w',
  'json',
  '-wjson',
  '--write-out=fields',
  '-w=table',
  '--hex',
  '--hex=maybe',
  '--',
  '-',
  '---',
  '--=',
  '--prev-kv',
  '--ignore-value',
  '--lease=zz',
  '--lease',
  'ff',
  '--order=up',
  '--help',
  '-h',
  '-x',
  '-wx',
  '--command-timeout=1s',
  '--command-timeout',
  '--endpoints',
  '127.0.0.1:2379',
  '--user',
  'a:b',
  '',
  'a',
  'b',
  'foo',
  '0x10',
  '99999999999999999999',
  '"',
  "'",
  '`',
  '\\',
  '\0',
  '\u001b[31m',
  '<b>',
  '名',
  '\ud800',
  '\udcff',
  '-',
  '\n',
  '--nope=\n',
  '--=x',
  '%s',
  '$(x)',
];
const characters = Array.from(`abz019 \t\n\r"'\`\\()=!<>-_%x{}名é\u00a0\ufeff`);
const lines = [
  'mod("a") > "0"',
  'value("a") = "x"',
  'ver(`a`) != "1"',
  'lease("a") = "1"',
  'put a b',
  "put 'a' 'b c'",
  'get a --prefix',
  'del --prefix a',
  'put "a" "\\x41"',
  'get --help',
  'help get',
  "'x'",
  'watch a',
  'progress',
  'watch a -- echo x',
  'watch --',
  '',
  '',
  '',
  ' ',
];

export function randomWords(dice: Dice): string[] {
  return Array.from({ length: below(dice, 7) }, () =>
    below(dice, 5) === 0 ? randomText(dice, 8) : (words[below(dice, words.length)] ?? ''),
  );
}

/** Lines for the readers of `txn` and of `watch -i`, well formed and not. */
export function randomInput(dice: Dice): string {
  const some = Array.from({ length: below(dice, 8) }, () =>
    below(dice, 3) === 0 ? randomText(dice, 24) : (lines[below(dice, lines.length)] ?? ''),
  );
  return some.map((line) => `${line}\n`).join('');
}

function randomText(dice: Dice, most: number): string {
  return Array.from(
    { length: below(dice, most) },
    () => characters[below(dice, characters.length)] ?? '',
  ).join('');
}

function below(dice: Dice, end: number): number {
  return drawInt(dice, 0, end - 1);
}
