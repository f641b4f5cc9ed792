import { NO_BYTES, underPrefix } from '../../../client/operations.ts';
import type { Running } from '../../kernel/process.ts';
import { any } from '../../kernel/process.ts';
import { quote, quoteBytes } from '../../text/go-quote.ts';
import { bytesOfWord, wordOfBytes } from '../../text/go-string.ts';
import { runChild } from '../child.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Crew } from '../crew.ts';
import { EXIT, Exit } from '../exit.ts';
import { Stdin } from '../stdin.ts';
import { Watches, type WatchAsk, type WatchChannel, type WatchNews } from '../watches.ts';
import { argify } from './argify.ts';
import { watchFlags, watchLine, watchOf, type WatchOptions } from './watch-args.ts';

export const watch: EtcdctlCommand = {
  use: 'watch [options] [key or prefix] [range_end] [--] [exec-command arg1 arg2 ...]',
  short: 'Watches events stream on keys or prefixes',
  flags: watchFlags,
  *run(of) {
    const { env, argv } = of.process;
    const fromEnv = {
      key: env.get('ETCDCTL_WATCH_KEY') ?? '',
      end: env.get('ETCDCTL_WATCH_RANGE_END') ?? '',
    };
    if (fromEnv.key === '' && fromEnv.end !== '') {
      const said = `ETCDCTL_WATCH_KEY is empty but got ETCDCTL_WATCH_RANGE_END=${quote(fromEnv.end)}`;
      throw new Exit(EXIT.badArgs, said);
    }
    if (of.flags.bool('interactive')) return yield* converse(of, fromEnv);
    const { words, command } = watchOf(argv, of.args, fromEnv);
    const rpc = yield* of.connect();
    const ask = askOf(words, of.flags.bool('prefix'), of.flags.whole('rev'), of.flags.bool('prev-kv'));
    if (typeof ask === 'string') throw new Exit(EXIT.badArgs, ask);
    const watches = new Watches(of.process, rpc, true);
    const crew = new Crew();
    crew.add(watches.serve());
    yield* crew.run(tellAll(of, watches.open(ask), command));
    throw new Exit(EXIT.interrupted, 'watch is canceled by the server');
  },
};

interface FromEnv {
  readonly key: string;
  readonly end: string;
}

/** Lines from the input: `watch` begins another one, `progress` asks how far the member is. */
function* converse(of: Invocation, fromEnv: FromEnv): Running<number> {
  const rpc = yield* of.connect();
  const watches = new Watches(of.process, rpc, true);
  const crew = new Crew();
  crew.add(watches.serve());
  return yield* crew.run(readLines(of, fromEnv, watches, crew));
}

function* readLines(of: Invocation, fromEnv: FromEnv, watches: Watches, crew: Crew): Running<number> {
  const stdin = new Stdin(of.process);
  const complain = (text: string): void => of.process.write(2, bytesOfWord(`${text}\n`));
  for (;;) {
    const bytes = yield* stdin.line();
    if (bytes === undefined) throw new Exit(EXIT.invalidInput, 'Error reading watch request line: EOF');
    const line = wordOfBytes(bytes).slice(0, -1);
    const words = argify(line);
    if (words.length === 0) complain(`Invalid command: ${line} (watch and progress supported)`);
    else if (words[0] === 'progress') watches.askProgress();
    else if (words[0] !== 'watch') complain(`Invalid command ${line} (only support watch)`);
    else if (words.length < 2 && fromEnv.key === '') {
      complain(`Invalid command ${line} (command type or key is not provided)`);
    } else begin(of, watchLine(words.slice(1), fromEnv), line, watches, crew, complain);
  }
}

function begin(
  of: Invocation,
  { words, command, prefix, rev, prevKv }: WatchOptions,
  line: string,
  watches: Watches,
  crew: Crew,
  complain: (text: string) => void,
): void {
  const ask = askOf(words, prefix, rev, prevKv);
  if (typeof ask === 'string') complain(`Invalid command ${line} (${ask})`);
  else crew.add(tellAll(of, watches.open(ask), command));
}

/** What is to be watched, or what is wrong. */
function askOf(words: readonly string[], prefix: boolean, rev: bigint, prevKv: boolean): WatchAsk | string {
  const [word, end] = words;
  if (word === undefined) return 'bad number of arguments';
  if (words.length === 2 && prefix) return '`range_end` and `--prefix` are mutually exclusive';
  const key = bytesOfWord(word);
  const startRevision = Number(rev);
  if (prefix) return { ...underPrefix(key), startRevision, prevKv };
  // More than two words are passed over, the range end among them.
  const rangeEnd = words.length === 2 && end !== undefined ? bytesOfWord(end) : NO_BYTES;
  return { key, rangeEnd, startRevision, prevKv };
}

/** Until there is no more to be heard. */
function* tellAll(of: Invocation, channel: WatchChannel, command: readonly string[]): Running<void> {
  while (!channel.isOver) {
    const news = channel.take();
    if (news === undefined) yield* any(channel);
    else yield* tell(of, news, command);
  }
}

function* tell(of: Invocation, news: WatchNews, command: readonly string[]): Running<void> {
  const { response, identity, error, isMadeUp } = news;
  const { process } = of;
  if (error !== undefined) process.write(2, `watch was canceled (${error})\n`);
  if (response.events.length === 0 && !response.canceled && response.revision !== 0) {
    process.write(1, `progress notify: ${response.revision}\n`);
  }
  of.print({ type: 'watch', response, identity, isMadeUp });
  if (command.length === 0) return;
  for (const { type, kv } of response.events) {
    const env = new Map([
      ['ETCD_WATCH_REVISION', String(response.revision)],
      ['ETCD_WATCH_EVENT_TYPE', quote(type)],
      ['ETCD_WATCH_KEY', quoteBytes(kv.key)],
      ['ETCD_WATCH_VALUE', quoteBytes(kv.value)],
    ]);
    const failed = yield* runChild(process, command, env);
    if (failed === undefined) continue;
    process.write(2, `command [${command.map(quote).join(' ')}] error (${failed})\n`);
    throw new Exit(EXIT.error, '');
  }
}
