import { unreachable } from '../base/assert.ts';
import type { ClientCall } from '../lab/lab-port.ts';
import type { Outcome } from '../lab/frame/world-state.ts';
import { FlagError, isSet, parseFlags, type FlagTable, type ParsedFlags } from './flags.ts';
import { splitWords } from './words.ts';

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** etcdctl's exit codes (pkg/cobrautl). */
const EXIT_ERROR = 1;
const EXIT_BAD_FEATURE = 4;
const EXIT_BAD_ARGS = 128;

const globalFlags: FlagTable = {
  'write-out': 'text',
  hex: 'unbuilt',
  endpoints: 'unbuilt',
  'command-timeout': 'unbuilt',
  'dial-timeout': 'unbuilt',
  user: 'unbuilt',
};
const commandFlags = {
  put: {
    'prev-kv': 'unbuilt',
    lease: 'unbuilt',
    'ignore-value': 'unbuilt',
    'ignore-lease': 'unbuilt',
  },
  get: {
    prefix: 'bool',
    'from-key': 'bool',
    limit: 'int',
    rev: 'int',
    consistency: 'text',
    'print-value-only': 'bool',
    'keys-only': 'bool',
    order: 'unbuilt',
    'sort-by': 'unbuilt',
  },
  del: { prefix: 'bool', 'from-key': 'bool', 'prev-kv': 'unbuilt' },
} as const satisfies Record<string, FlagTable>;
type CommandName = keyof typeof commandFlags;

const unbuiltCommands =
  /^(alarm|auth|check|compaction|defrag|elect|endpoint|help|lease|lock|make-mirror|member|migrate|move-leader|role|snapshot|txn|user|version|watch)$/;

/** Ends the command with a line on stderr. */
class Exit extends Error {
  override name = 'Exit';
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * One etcdctl command (API 3) as typed after the prompt, with or without the word `etcdctl` before it: what it prints
 * and its exit code, both as etcdctl 3.4's. Rejects only when `call` does.
 */
export async function runEtcdctl(
  line: string,
  call: (call: ClientCall) => Promise<Outcome>,
  stdin = '',
): Promise<CommandResult> {
  try {
    const { command, flags } = parse(splitLine(line));
    checkOutput(flags);
    return { stdout: await carryOut(command, flags, call, stdin), stderr: '', exitCode: 0 };
  } catch (error) {
    if (error instanceof Exit)
      return { stdout: '', stderr: `Error: ${error.message}\n`, exitCode: error.exitCode };
    // etcdctl says a wrong flag twice: once before its usage (which goes to stdout), once after it.
    if (error instanceof FlagError) {
      return {
        stdout: '',
        stderr: `Error: ${error.message}\n\nError: ${error.message}\n`,
        exitCode: EXIT_ERROR,
      };
    }
    throw error;
  }
}

function splitLine(line: string): string[] {
  try {
    const words = splitWords(line);
    return words[0] === 'etcdctl' ? words.slice(1) : words;
  } catch (error) {
    throw new Exit(EXIT_ERROR, error instanceof Error ? error.message : String(error));
  }
}

/** Global flags may stand before the command, the command's own only after it. */
function parse(words: readonly string[]): { command: CommandName; flags: ParsedFlags } {
  const at = commandIndex(words);
  const before = parseFlags(words.slice(0, at), globalFlags);
  const name = words[at];
  if (name === undefined) throw new Exit(EXIT_ERROR, 'no command given: try get, put or del');
  if (!isCommand(name)) {
    if (unbuiltCommands.test(name)) throw new Exit(EXIT_ERROR, `${name} is not built yet`);
    const said = `unknown command ${JSON.stringify(name)} for "etcdctl"`;
    throw new Exit(EXIT_ERROR, `${said}\nRun 'etcdctl --help' for usage.\nError: ${said}`);
  }
  const after = parseFlags(words.slice(at + 1), { ...globalFlags, ...commandFlags[name] });
  return {
    command: name,
    flags: { args: after.args, values: new Map([...before.values, ...after.values]) },
  };
}

/** The first word that is neither a flag nor a global flag's value. */
function commandIndex(words: readonly string[]): number {
  let at = 0;
  while (words[at]?.startsWith('-') === true) at += /^(-w|--write-out)$/.test(words[at] ?? '') ? 2 : 1;
  return at;
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commandFlags, name);
}

function checkOutput(flags: ParsedFlags): void {
  const format = flags.values.get('write-out') ?? 'simple';
  if (format === 'simple') return;
  if (isSet(flags, 'print-value-only')) {
    throw new Exit(EXIT_BAD_ARGS, 'print-value-only is only for `--write-out=simple`');
  }
  if (/^(json|fields|table|protobuf)$/.test(format)) {
    throw new Exit(EXIT_BAD_FEATURE, `output format ${format} is not built yet`);
  }
  throw new Exit(EXIT_BAD_FEATURE, 'unsupported output format');
}

async function carryOut(
  command: CommandName,
  flags: ParsedFlags,
  call: (call: ClientCall) => Promise<Outcome>,
  stdin: string,
): Promise<string> {
  switch (command) {
    case 'put': {
      await answered(call(putCall(flags, stdin)));
      return 'OK\n';
    }
    case 'get':
      return printPairs(await answered(call(getCall(flags))), flags);
    case 'del': {
      const outcome = await answered(call({ type: 'del', ...keyRange('del', flags) }));
      return `${outcome.deleted ?? 0}\n`;
    }
    default:
      return unreachable(command);
  }
}

async function answered(pending: Promise<Outcome>): Promise<Outcome> {
  const outcome = await pending;
  if (outcome.status === 'ok') return outcome;
  throw new Exit(EXIT_ERROR, outcome.error ?? `the call ended ${outcome.status}`);
}

function putCall(flags: ParsedFlags, stdin: string): ClientCall {
  const [key, value = stdin] = flags.args;
  if (key === undefined || (flags.args.length === 1 && stdin === '')) {
    throw new Exit(EXIT_BAD_ARGS, 'put command needs 1 argument and input from stdin or 2 arguments');
  }
  mustHaveKey(key);
  return { type: 'put', key, value };
}

function getCall(flags: ParsedFlags): ClientCall {
  const consistency = flags.values.get('consistency') ?? 'l';
  if (consistency !== 'l' && consistency !== 's') {
    throw new Exit(EXIT_BAD_FEATURE, `unknown consistency flag ${JSON.stringify(consistency)}`);
  }
  const rev = Number(flags.values.get('rev') ?? 0);
  return {
    type: 'get',
    ...keyRange('get', flags),
    consistency: consistency === 'l' ? 'linearizable' : 'serializable',
    ...(rev > 0 ? { rev } : {}),
  };
}

/** Every key from `key` on: a range end of one zero byte (etcd: WithFromKey). */
const NO_END = '\0';

function keyRange(
  command: 'get' | 'del',
  flags: ParsedFlags,
): { key: string; rangeEnd?: string; prefix?: boolean } {
  const [key, rangeEnd] = flags.args;
  const prefix = isSet(flags, 'prefix');
  const fromKey = isSet(flags, 'from-key');
  if (key === undefined || (command === 'del' && flags.args.length > 2)) {
    const needs = 'needs one argument as key and an optional argument as range_end';
    throw new Exit(EXIT_BAD_ARGS, `${command} command ${needs}`);
  }
  if (prefix && fromKey) {
    const said = '`--prefix` and `--from-key` cannot be set at the same time, choose one';
    throw new Exit(EXIT_BAD_ARGS, said);
  }
  if ((prefix || fromKey) && rangeEnd !== undefined) {
    const said = 'too many arguments, only accept one argument when `--prefix` or `--from-key` is set';
    throw new Exit(EXIT_BAD_ARGS, said);
  }
  if (key === '' && (prefix || fromKey)) return { key: NO_END, rangeEnd: NO_END };
  mustHaveKey(key);
  if (fromKey) return { key, rangeEnd: NO_END };
  return { key, ...(rangeEnd === undefined ? {} : { rangeEnd }), ...(prefix ? { prefix } : {}) };
}

function mustHaveKey(key: string): void {
  if (key === '') throw new Exit(EXIT_ERROR, 'etcdserver: key is not provided');
}

/** A line for the key, a line for the value; --keys-only leaves the value's line empty. */
function printPairs(outcome: Outcome, flags: ParsedFlags): string {
  const limit = Number(flags.values.get('limit') ?? 0);
  const kvs = limit > 0 ? (outcome.kvs ?? []).slice(0, limit) : (outcome.kvs ?? []);
  const valueOnly = isSet(flags, 'print-value-only');
  const keysOnly = isSet(flags, 'keys-only');
  return kvs.map(({ key, value }) => `${valueOnly ? '' : `${key}\n`}${keysOnly ? '' : value}\n`).join('');
}
