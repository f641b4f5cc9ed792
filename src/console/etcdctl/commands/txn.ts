import type { Compare, TxnOperation } from '../../../etcd/request.ts';
import type { Running } from '../../kernel/process.ts';
import { wordOfBytes } from '../../text/go-string.ts';
import type { EtcdctlCommand, Invocation } from '../command.ts';
import { EXIT, Exit } from '../exit.ts';
import { Stdin } from '../stdin.ts';
import { parseCompare } from './txn-compare.ts';
import { parseRequest } from './txn-request.ts';

export const txn: EtcdctlCommand = {
  use: 'txn [options]',
  short: 'Txn processes all the requests in one transaction',
  flags: [
    {
      name: 'interactive',
      shorthand: 'i',
      kind: 'bool',
      default: 'false',
      usage: 'Input transaction in interactive mode',
    },
  ],
  *run(of) {
    if (of.args.length > 0) throw new Exit(EXIT.badArgs, 'txn command does not accept argument');
    const rpc = yield* of.connect();
    const stdin = new Stdin(of.process);
    prompt(of, 'compares:');
    const compare: Compare[] = [];
    for (let line = yield* nextLine(stdin); line !== ''; line = yield* nextLine(stdin)) {
      compare.push(parseCompare(line));
    }
    prompt(of, 'success requests (get, put, del):');
    const success = yield* readRequests(of, stdin);
    prompt(of, 'failure requests (get, put, del):');
    const failure = yield* readRequests(of, stdin);
    const answer = yield* rpc.call({ type: 'txn', compare, success, failure }, undefined);
    of.print({ type: 'answer', answer });
    return EXIT.success;
  },
};

function prompt({ flags, process }: Invocation, text: string): void {
  if (flags.bool('interactive')) process.write(1, `${text}\n`);
}

function* readRequests({ process }: Invocation, stdin: Stdin): Running<TxnOperation[]> {
  const requests: TxnOperation[] = [];
  for (;;) {
    const line = yield* nextLine(stdin);
    if (line === '') return requests;
    requests.push(yield* parseRequest(line, process, stdin));
  }
}

/** Without blanks around it; an empty one ends a part. A line that does not end is none. */
function* nextLine(stdin: Stdin): Running<string> {
  const line = yield* stdin.line();
  if (line === undefined) throw new Exit(EXIT.invalidInput, 'EOF');
  return trimSpace(wordOfBytes(line));
}

/** Go's strings.TrimSpace: what Unicode calls white space, which of JavaScript's excludes the byte order mark. */
function trimSpace(text: string): string {
  return text.replace(/^[^\S\ufeff\u180e]+|[^\S\ufeff\u180e]+$/gu, '').replace(/^\u0085+|\u0085+$/gu, '');
}
