import { any, type Process, type Running } from '../kernel/process.ts';
import { act, EtcdError, serve } from './etcd.ts';

const EXIT_FAILED = 1;
const EXIT_WRONG_FLAG = 2;
const FLAGS = new Set(['id', 'cluster', 'port', 'join']);

/** `raftexample --id N …`: the machine of that number, which has raftexample's key server in it, starts and stays in the foreground. */
export function* raftexample(process: Process): Running<number> {
  yield* any({ isReady: true });
  const given = new Map<string, string>();
  const words = process.argv.slice(1);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, name = '', value] = /^--?([^-=][^=]*)(?:=([^]*))?$/.exec(word) ?? [];
    const own = value ?? (name === 'join' ? 'true' : words.shift());
    if (!FLAGS.has(name) || own === undefined) {
      const wrong = FLAGS.has(name) ? 'flag needs an argument' : 'flag provided but not defined';
      process.write(
        2,
        `${wrong}: -${name === '' ? word : name}\nUsage of raftexample: --id N [--cluster URLS] [--port PORT] [--join]\n`,
      );
      return EXIT_WRONG_FLAG;
    }
    given.set(name, own);
  }
  const id = given.get('id') ?? '1';
  try {
    const machine = process.book.find(({ node }) => String(node) === id);
    if (machine === undefined) throw new EtcdError(`here is no machine ${id}`);
    const port = machine.keyServerPort;
    if (port === undefined)
      throw new EtcdError(
        'the setting keyServer is off: with it every machine of a run has the key server in it',
      );
    if (machine.status !== 'killed')
      throw new EtcdError(
        `listen tcp :${port}: bind: address already in use (${machine.name} runs, and serves keys there)`,
      );
    yield* act(process, { type: 'restart', node: machine.node });
    return yield* serve(process, machine.node);
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    process.write(2, `raftexample: ${error.message}\n`);
    return EXIT_FAILED;
  }
}
