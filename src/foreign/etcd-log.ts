import { cut } from '../base/brief.ts';
import { ForeignError } from './foreign-error.ts';
import type { ForeignHistory } from './history.ts';
import { HistoryBuilder, type Place } from './history-builder.ts';
import { isBefore, nanosBetween, parseCount, parseInstant, SECOND, type Instant } from './instants.ts';
import { isObject, parseJson, type Json, type JsonObject } from './json-values.ts';
import { RaftLines } from './raft-lines.ts';
import { baseName, linesOf, type Source } from './source.ts';

/**
 * Whether this is etcd's own log in JSON (zap), alone or behind the name that goreman or docker compose put before each
 * line of a process.
 */
export function isEtcdLog(text: string): boolean {
  let seen = 0;
  for (const { text: line } of linesOf(text.slice(0, 20_000))) {
    if (line.trim() === '') continue;
    if (ENTRY.test(line)) return true;
    // etcd may say something before its logger is there.
    if (++seen === 20) return false;
  }
  return false;
}

/** Whatever a supervisor puts before it, then the entry's JSON. */
const ENTRY = /^(.{0,80}?)(\{"level":"[a-z]+",.*"msg":.*\})\s*$/;

interface Entry {
  readonly at: Instant;
  /** What a supervisor put before it: the process' name. */
  readonly process: string;
  readonly level: string;
  readonly caller: string;
  readonly message: string;
  readonly fields: JsonObject;
  readonly place: Place;
}

/**
 * etcd's log lines, a lane a member. Its raft library says in them who became what and who asked whom for votes: roles and
 * messages of elections are drawn from that.
 */
export function readEtcdLogs(sources: readonly Source[]): ForeignHistory {
  const builder = new HistoryBuilder();
  const entries = sources.flatMap((source) => entriesOf(builder, source));
  const [any] = entries;
  if (any === undefined) throw new ForeignError('noMatch', { file: sources[0]?.path ?? '', line: 1 });
  const first = entries.reduce((least, { at }) => (isBefore(at, least) ? at : least), any.at);
  const names = namesOf(entries, sources);
  const raft = new RaftLines(builder);
  for (const entry of entries.toSorted((a, b) => nanosBetween(first, a.at) - nanosBetween(first, b.at))) {
    const lane = builder.lane(names.get(sourceOf(entry)) ?? '', 'node');
    const at = nanosBetween(first, entry.at);
    const { caller, message, level, fields, place } = entry;
    const item = builder.add({
      lane,
      at,
      type: typeOf(caller),
      level,
      label: labelOf(message, fields),
      place,
    });
    raft.take(lane, at, item, message);
  }
  raft.end();
  return builder.build('etcdLog', { type: 'time', begin: first.seconds + first.nanos / 1_000_000_000 });
}

function entriesOf(builder: HistoryBuilder, source: Source): Entry[] {
  const index = builder.source(source);
  const entries: Entry[] = [];
  let left = 0;
  let firstLeft = 0;
  for (const line of linesOf(source.text)) {
    if (line.text.trim() === '') continue;
    const found = ENTRY.exec(line.text);
    if (found === null) {
      left++;
      if (firstLeft === 0) firstLeft = line.number;
      continue;
    }
    const [, before = '', json = ''] = found;
    const begin = line.from + before.length;
    const value = parseJson(source.path, source.text, begin, begin + json.length);
    const place = { source: index, line: line.number, from: line.from, to: line.to };
    entries.push(entryOf(source.path, { value, process: processOf(before), place }));
  }
  if (left > 0)
    builder.note({ code: 'linesLeft', values: { file: source.path, count: left, line: firstLeft } });
  return entries;
}

function entryOf(file: string, found: { value: Json; process: string; place: Place }): Entry {
  const { value, process, place } = found;
  if (!isObject(value))
    throw new ForeignError('badField', { file, line: place.line }, { field: '{…}', found: '' });
  const { level, ts, caller, msg, ...fields } = value;
  const at = instantOf(ts);
  if (at === undefined)
    throw new ForeignError('badTime', { file, line: place.line }, { found: cut(JSON.stringify(ts ?? null)) });
  return {
    at,
    process,
    level: textOf(level),
    caller: textOf(caller),
    message: textOf(msg),
    fields,
    place,
  };
}

/** etcd has written seconds as a number, and dates, with and without a colon in the zone. */
function instantOf(ts: Json | undefined): Instant | undefined {
  if (typeof ts === 'number') return parseCount(ts.toFixed(6), SECOND);
  return typeof ts === 'string' ? parseInstant(ts) : undefined;
}

function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/**
 * Who said it, by what a supervisor put before it: `18:03:16 etcd1 | ` (goreman), `etcd1_1  | ` (docker compose),
 * `[pod/etcd-0/etcd] ` (kubectl logs --prefix), `Nov 30 18:03:16 host etcd[7]: ` (journalctl). The container runtime's own
 * `stderr F ` names nobody.
 */
function processOf(before: string): string {
  const barred = /(\S+)\s*\|\s*$/.exec(before)?.[1];
  if (barred !== undefined) return barred;
  const last = /(\S+)\s*$/.exec(before)?.[1] ?? '';
  if (/^[FP]$/.test(last)) return '';
  return last.replace(/:$/, '').replace(/^\[(.*)\]$/, '$1');
}

/** One member's lines: those of one file, or of one process in it. */
function sourceOf({ place, process }: Entry): string {
  return `${place.source} ${process}`;
}

/** What a member is called: as its process, as it says itself, or as its file. */
function namesOf(entries: readonly Entry[], sources: readonly Source[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const entry of entries) {
    const key = sourceOf(entry);
    if (entry.process !== '') names.set(key, entry.process);
    else if (
      !names.has(key) &&
      entry.message === 'starting an etcd server' &&
      typeof entry.fields['name'] === 'string'
    )
      names.set(key, entry.fields['name']);
  }
  for (const entry of entries) {
    const key = sourceOf(entry);
    if (!names.has(key))
      names.set(key, baseName(sources[entry.place.source]?.path ?? '').replace(/\.[a-z]+$/, ''));
  }
  const taken = new Map<string, number>();
  for (const [key, name] of names) {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    if (count > 1) names.set(key, `${name} (${count})`);
  }
  return names;
}

/** `raft/raft.go:706`: the part of etcd that says it. */
function typeOf(caller: string): string {
  return /^([\w.-]+)\//.exec(caller)?.[1] ?? (caller === '' ? 'log' : caller.replace(/:\d+$/, ''));
}

function labelOf(message: string, fields: JsonObject): string {
  const said = Object.entries(fields).map(([name, value]) => `${name}=${textOf(value)}`);
  return cut(said.length === 0 ? message : `${message} · ${said.join(' ')}`, 300);
}
