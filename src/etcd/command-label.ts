import { pairText } from './key-server/gob.ts';
import type { LoggedOperation } from './command.ts';
import type { ClientOperation } from './request.ts';

export interface CommandLabel {
  readonly kind: 'put' | 'del' | 'compact' | 'other';
  /** At most LABEL_MAX characters. */
  readonly label: string;
}

export const LABEL_MAX = 24;

/** What a log's cell says of the command in it: `a=1`, `del a..c`, `txn a=1, del b / get a` (success / failure), `lease grant 5s`. */
export function commandLabel(operation: ClientOperation | LoggedOperation): CommandLabel {
  switch (operation.type) {
    case 'put':
      return { kind: 'put', label: shorten(`${show(operation.key)}=${show(operation.value)}`) };
    case 'deleteRange':
      return { kind: 'del', label: shorten(`del ${showRange(operation.key, operation.rangeEnd)}`) };
    case 'compact':
      return { kind: 'compact', label: shorten(`compact ${operation.revision}`) };
    default:
      return { kind: 'other', label: shorten(otherLabel(operation)) };
  }
}

type BranchOperation = Extract<
  ClientOperation | LoggedOperation,
  { readonly type: 'txn' }
>['success'][number];

type OtherOperation = Exclude<
  ClientOperation | LoggedOperation,
  { readonly type: 'put' | 'deleteRange' | 'compact' }
>;

function otherLabel(operation: OtherOperation): string {
  switch (operation.type) {
    case 'range':
      return `get ${showRange(operation.key, operation.rangeEnd)}`;
    case 'txn':
      return `txn ${branchLabel(operation.success)} / ${branchLabel(operation.failure)}`;
    case 'leaseGrant':
      return `lease grant ${operation.ttl}s`;
    case 'leaseRevoke':
      return `revoke ${hexId(operation.id)}`;
    case 'leaseCheckpoint':
      return 'checkpoint';
    case 'alarm':
      return `alarm ${operation.action} ${operation.alarm}`;
    case 'keyServerPut':
      return pairText(operation);
    case 'v2':
      return v2Label(operation);
    case 'authenticate':
    case 'authenticateInternal':
      return `login ${operation.name}`;
    default:
      return operation.type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  }
}

/** More would be cut anyway. */
const BRANCH_SHOWN = 4;

function branchLabel(operations: readonly BranchOperation[]): string {
  if (operations.length === 0) return '–';
  // What a transaction within a transaction does would not fit.
  return operations
    .slice(0, BRANCH_SHOWN)
    .map((each) => (each.type === 'txn' || each.type === 'empty' ? each.type : commandLabel(each).label))
    .join(', ');
}

/** Of the v2 tree etcd's own writes are known by their paths: `attributes 8e9e05c5`, `version "3.4.0"`. */
function v2Label({ method, path, value }: Extract<LoggedOperation, { readonly type: 'v2' }>): string {
  const member = /^\/0\/members\/([0-9a-f]+)\/attributes$/.exec(path)?.[1];
  if (member !== undefined) return `attributes ${member}`;
  return path === '/0/version' ? `version ${value}` : `${method} ${path}`;
}

/** As etcdctl prints ids. */
function hexId(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16);
}

function showRange(key: Uint8Array, rangeEnd: Uint8Array | undefined): string {
  if (rangeEnd === undefined || rangeEnd.length === 0) return show(key);
  if (rangeEnd.length === 1 && rangeEnd[0] === 0) return `${show(key)}..`;
  return `${show(key)}..${show(rangeEnd)}`;
}

/** Text as it is, if it is text; what is not printable ASCII or valid UTF-8 as \xNN. Reads only what can be shown. */
function show(bytes: Uint8Array): string {
  const head = bytes.subarray(0, LABEL_MAX * 4);
  let text = '';
  for (let i = 0; i < head.length && text.length <= LABEL_MAX;) {
    const character = characterAt(head, i);
    text += character?.text ?? `\\x${(head[i] ?? 0).toString(16).padStart(2, '0')}`;
    i += character?.length ?? 1;
  }
  return text;
}

/** The printable character that begins at byte i, and how many bytes it takes. */
function characterAt(bytes: Uint8Array, i: number): { text: string; length: number } | undefined {
  const first = bytes[i] ?? 0;
  if (first < 0x80) {
    return first >= 0x20 && first < 0x7f ? { text: String.fromCharCode(first), length: 1 } : undefined;
  }
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const code = codePoint(bytes.subarray(i, i + length), length);
  if (code === undefined) return undefined;
  const text = String.fromCodePoint(code);
  return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(text) ? { text, length } : undefined;
}

/** UTF-8 by hand, since pure rooms have no TextDecoder; undefined where the bytes are not valid. */
function codePoint(bytes: Uint8Array, length: number): number | undefined {
  const first = bytes[0] ?? 0;
  if (bytes.length < length || first < 0xc2 || first > 0xf4) return undefined;
  let code = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const byte = bytes[i] ?? 0;
    if ((byte & 0xc0) !== 0x80) return undefined;
    code = (code << 6) | (byte & 0x3f);
  }
  const smallest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  return code < smallest || code > 0x10ffff || isSurrogate ? undefined : code;
}

function shorten(label: string): string {
  if (label.length <= LABEL_MAX) return label;
  let shown = '';
  for (const character of label) {
    if (shown.length + character.length > LABEL_MAX - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
