import { unreachable } from '../base/assert.ts';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';
import { prefixRangeEnd } from '../etcd/mvcc/key-range.ts';
import type { OperationInput } from '../etcd/operation-schema.ts';
import type { OperationResult, RangeResult } from '../etcd/request.ts';
import type { CallResult } from '../lab/call/call.ts';
import { FlagError, isSet, parseFlags, type FlagTable, type ParsedFlags } from './flags.ts';
import { splitWords } from './words.ts';

/** Makes a client's call and is kept when it has ended. */
export type MakeCall = (operation: OperationInput) => Promise<CallResult>;

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
export async function runEtcdctl(line: string, call: MakeCall, stdin = ''): Promise<CommandResult> {
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
  call: MakeCall,
  stdin: string,
): Promise<string> {
  switch (command) {
    case 'put':
      await answered(call(putOf(flags, stdin)), 'put');
      return 'OK\n';
    case 'get':
      return printPairs(await answered(call(getOf(flags)), 'range'), flags);
    case 'del': {
      const { deleted } = await answered(
        call({ type: 'deleteRange', ...keyRange('del', flags) }),
        'deleteRange',
      );
      return `${deleted}\n`;
    }
    default:
      return unreachable(command);
  }
}

/** The result of the type that the call has; a call that has failed ends the command with etcd's words. */
async function answered<Type extends OperationResult['type']>(
  pending: Promise<CallResult>,
  type: Type,
): Promise<Extract<OperationResult, { readonly type: Type }>> {
  const ended = await pending;
  if (ended.status !== 'ok') throw new Exit(EXIT_ERROR, ended.error);
  const { result } = ended;
  if (isOf(result, type)) return result;
  throw new Exit(EXIT_ERROR, `the member answered with ${result.type}`);
}

function isOf<Type extends OperationResult['type']>(
  result: { readonly type: string },
  type: Type,
): result is Extract<OperationResult, { readonly type: Type }> {
  return result.type === type;
}

function putOf(flags: ParsedFlags, stdin: string): OperationInput {
  const [key, value = stdin] = flags.args;
  if (key === undefined || (flags.args.length === 1 && stdin === '')) {
    throw new Exit(EXIT_BAD_ARGS, 'put command needs 1 argument and input from stdin or 2 arguments');
  }
  mustHaveKey(key);
  return { type: 'put', key, value };
}

function getOf(flags: ParsedFlags): OperationInput {
  const consistency = flags.values.get('consistency') ?? 'l';
  if (consistency !== 'l' && consistency !== 's') {
    throw new Exit(EXIT_BAD_FEATURE, `unknown consistency flag ${JSON.stringify(consistency)}`);
  }
  const rev = Number(flags.values.get('rev') ?? 0);
  const limit = Number(flags.values.get('limit') ?? 0);
  return {
    type: 'range',
    ...keyRange('get', flags),
    consistency: consistency === 'l' ? 'linearizable' : 'serializable',
    ...(rev > 0 ? { revision: rev } : {}),
    ...(limit > 0 ? { limit } : {}),
    ...(isSet(flags, 'keys-only') ? { keysOnly: true } : {}),
  };
}

/** Every key from `key` on: a range end of one zero byte (etcd: WithFromKey). */
const NO_END = '\0';

function keyRange(
  command: 'get' | 'del',
  flags: ParsedFlags,
): { key: string; rangeEnd?: string | Uint8Array } {
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
  if (prefix) return { key, rangeEnd: prefixRangeEnd(encodeUtf8(key)) };
  return rangeEnd === undefined ? { key } : { key, rangeEnd };
}

function mustHaveKey(key: string): void {
  if (key === '') throw new Exit(EXIT_ERROR, 'etcdserver: key is not provided');
}

/** A line for the key, a line for the value, which is empty with --keys-only. */
function printPairs({ kvs }: RangeResult, flags: ParsedFlags): string {
  const valueOnly = isSet(flags, 'print-value-only');
  return kvs
    .map(({ key, value }) => `${valueOnly ? '' : `${decodeUtf8(key)}\n`}${decodeUtf8(value)}\n`)
    .join('');
}
