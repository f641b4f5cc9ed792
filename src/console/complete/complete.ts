import { findMatch, type Command } from './command-tree.ts';
import { inheritedFlags, lastOf, localFlags, nameOf } from '../cobra/command.ts';
import type { Flag } from '../text/flag.ts';
import { builtinNames } from '../shell/builtins.ts';
import { toolNames } from '../tools.ts';
import { lineWords, type LineWords } from './line-words.ts';
import { quoteShell } from '../quote.ts';
import { commandTrees, plainWords } from './known-words.ts';

/** What can be typed next. `kind` says what it is; `help` is one line of the tool's own words, or ''. */
export interface ConsoleCompletion {
  /** What takes the place of what was typed, quoted where a shell needs it. */
  readonly text: string;
  readonly kind:
    'command' | 'flag' | 'key' | 'member' | 'endpoint' | 'file' | 'variable' | 'value' | 'lease' | 'name';
  readonly help: string;
  /** Nothing comes between it and what follows: no blank is put after it. */
  readonly isOpen?: true;
}

export interface ConsoleCompletions {
  /** The stretch of the line that a completion takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly ConsoleCompletion[];
}

/** What there is at the playhead. Lists are asked for only where they may stand. */
export interface ConsoleKnown {
  /** The first keys with a prefix, in their order. */
  readonly keys: (prefix: string, limit: number) => readonly string[];
  readonly members: readonly {
    readonly name: string;
    /** In hexadecimal, as etcdctl writes it. */
    readonly id: string | undefined;
    readonly endpoint: string;
    readonly peerUrl: string;
  }[];
  /** In hexadecimal. */
  readonly leases: () => readonly string[];
  readonly users: () => readonly string[];
  readonly roles: () => readonly string[];
  readonly files: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  readonly jobs: readonly number[];
}

const ITEMS_MAX = 50;
/** Commands of etcdctl whose first argument is a key. */
const TAKES_KEY = new Set(['get', 'put', 'del', 'watch', 'lock', 'elect', 'ls', 'set', 'mk', 'rm', 'update']);
const TAKES_LEASE = new Set(['lease revoke', 'lease timetolive', 'lease keep-alive']);
const TAKES_MEMBER = new Set(['member remove', 'member update', 'member promote', 'move-leader']);

/** What can be typed at the cursor. Never throws: whoever types has not come to the end. */
export function completeLine(text: string, cursor: number, known: ConsoleKnown): ConsoleCompletions {
  const at = lineWords(text, cursor);
  const found = candidates(at, known)
    .filter(({ text: each }) => each.startsWith(at.typed))
    .slice(0, ITEMS_MAX)
    .map((each) => Object.assign({}, each, { text: quoted(each, at) }));
  return { from: at.from, to: cursor, items: found };
}

/** Keys and files may hold what a shell would read otherwise; an open quote is closed. */
function quoted({ text, kind, isOpen }: ConsoleCompletion, { quote }: LineWords): string {
  if (kind !== 'key' && kind !== 'file') return quote === '' ? text : `${quote}${text}${isOpen ? '' : quote}`;
  if (quote !== '' && !text.includes(quote) && !/[\\$`!]/.test(text)) return `${quote}${text}${quote}`;
  return quoteShell(text);
}

type Items = readonly ConsoleCompletion[];

function candidates(at: LineWords, known: ConsoleKnown): Items {
  const { words, typed, isFile } = at;
  if (isFile) return items(known.files, 'file');
  const variable = /^(.*)\$([A-Za-z_0-9]*)$/s.exec(typed);
  if (variable !== null && at.quote !== "'")
    return [...known.variables].map(([name, value]) => ({
      text: `${variable[1] ?? ''}$${name}`,
      kind: 'variable',
      help: value,
    }));
  const [name] = words;
  if (name === undefined) return commandNames();
  if (name === 'sudo' || name === 'env') return commandNames();
  if (name === 'help' || name === 'watch' || name === 'time') {
    if (words.length === 1 && !typed.startsWith('-')) return commandNames();
  }
  if (name === 'etcdctl') return ofEtcdctl(at, known);
  if (name === 'fg' || name === 'bg' || name === 'kill')
    return known.jobs.map((job) => ({ text: `%${job}`, kind: 'value', help: '' }));
  if (name === 'goreman' && words[1] === 'run' && words.length > 2)
    return items(
      known.members.map((member) => member.name),
      'member',
    );
  if (name === 'curl' || name === 'http') {
    if (!typed.startsWith('-')) return urls(known);
  }
  const listed = plainWords(words);
  return [...listed, ...items(known.files, 'file')];
}

function items(texts: readonly string[], kind: ConsoleCompletion['kind'], help = ''): Items {
  return texts.map((text) => ({ text, kind, help }));
}

function commandNames(): Items {
  const names = [...new Set([...toolNames(), ...builtinNames()])].filter((name) => name !== ':').sort();
  return names.map((text) => ({ text, kind: 'command', help: commandTrees[text]?.('3').short ?? '' }));
}

function urls(known: ConsoleKnown): Items {
  const paths = [
    '/version',
    '/health',
    '/metrics',
    '/v2/keys/',
    '/v2/members',
    '/v2/stats/leader',
    '/v3/kv/range',
    '/v3/kv/put',
  ];
  return known.members.flatMap(({ endpoint, name }) =>
    paths.map((path) => ({ text: `http://${endpoint}${path}`, kind: 'endpoint' as const, help: name })),
  );
}

function ofEtcdctl(at: LineWords, known: ConsoleKnown): Items {
  const { words, typed } = at;
  const api = at.env.get('ETCDCTL_API') ?? known.variables.get('ETCDCTL_API') ?? '3';
  const tree = commandTrees['etcdctl']?.(api);
  if (tree === undefined) return [];
  const { path, args, pending } = findMatch(tree, words.slice(1));
  const flags = [...localFlags(lastOf(path)), ...inheritedFlags(path)].filter(
    ({ hidden }) => hidden !== true,
  );
  if (pending !== undefined) return flagValues(pending, known, '');
  const [, flagName, value] = /^--([^=]+)=(.*)$/s.exec(typed) ?? [];
  if (flagName !== undefined && value !== undefined) {
    const flag = flags.find((each) => each.name === flagName);
    return flag === undefined ? [] : flagValues(flag, known, `--${flagName}=`);
  }
  if (typed.startsWith('-')) return flags.map(flagItem);
  const command = lastOf(path);
  if (args.length === 0 && command.commands !== undefined)
    return command.commands.map((each) => ({ text: nameOf(each), kind: 'command', help: each.short }));
  return positional(path, args, typed, known);
}

function positional(
  path: readonly Command[],
  args: readonly string[],
  typed: string,
  known: ConsoleKnown,
): Items {
  const name = path.slice(1).map(nameOf).join(' ');
  if (TAKES_KEY.has(name)) return args.length < 2 ? items(known.keys(typed, ITEMS_MAX), 'key') : [];
  if (args.length > 0 && !name.startsWith('user') && !name.startsWith('role')) return [];
  if (TAKES_LEASE.has(name)) return items(known.leases(), 'lease');
  if (TAKES_MEMBER.has(name))
    return known.members.flatMap(({ id, name: help }) =>
      id === undefined ? [] : [{ text: id, kind: 'member' as const, help }],
    );
  if (name.startsWith('user')) return items(args.length === 0 ? known.users() : known.roles(), 'name');
  if (name.startsWith('role')) {
    if (name === 'role grant-permission' && args.length === 1)
      return items(['read', 'write', 'readwrite'], 'value');
    if (args.length >= 1) return items(known.keys(typed, ITEMS_MAX), 'key');
    return items(known.roles(), 'name');
  }
  return items(known.files, 'file');
}

function flagItem({ name, kind, usage }: Flag): ConsoleCompletion {
  return {
    text: kind === 'bool' ? `--${name}` : `--${name}=`,
    kind: 'flag',
    help: usage,
    ...(kind === 'bool' ? {} : { isOpen: true as const }),
  };
}

function flagValues({ name }: Flag, known: ConsoleKnown, before: string): Items {
  const valued = (texts: readonly string[], kind: ConsoleCompletion['kind']): Items =>
    items(
      texts.map((text) => before + text),
      kind,
    );
  switch (name) {
    case 'endpoints':
    case 'endpoint': {
      const each = known.members.map(({ endpoint, name: help }) => ({
        text: before + endpoint,
        kind: 'endpoint' as const,
        help,
      }));
      const all = known.members.map(({ endpoint }) => endpoint).join(',');
      return known.members.length > 1 ? [...each, { text: before + all, kind: 'endpoint', help: '' }] : each;
    }
    case 'write-out':
      return valued(['simple', 'json', 'fields', 'table', 'protobuf'], 'value');
    case 'output':
      return valued(['simple', 'extended', 'json'], 'value');
    case 'consistency':
      return valued(['l', 's'], 'value');
    case 'order':
      return valued(['ASCEND', 'DESCEND'], 'value');
    case 'sort-by':
      return valued(['CREATE', 'KEY', 'MODIFY', 'VALUE', 'VERSION'], 'value');
    case 'lease':
      return valued(known.leases(), 'lease');
    case 'user':
      return valued(known.users(), 'name');
    case 'peer-urls':
      return valued(
        known.members.map(({ peerUrl }) => peerUrl),
        'endpoint',
      );
    default:
      return [];
  }
}
