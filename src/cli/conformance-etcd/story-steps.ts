import type { Difference } from './compare.ts';
import { differ } from './compare.ts';
import type { Server } from './server.ts';
import { isObject, listOf, textOf, type JsonObject } from './transcript-file.ts';

const CALL_MS_MAX = 30_000;
/** Until the others have elected somebody in a fallen or paused leader's place. */
const ELECTION_MS = 3000;
const SETTLE_MS = 300;

/** What a note tells was done beside the steps: keys that were put, a leader that was chosen. */
export async function doAsNoted(
  step: JsonObject,
  server: Server,
  nodeNamed: (name: string) => number | undefined,
): Promise<void> {
  const text = textOf(step['text']);
  const leader = nodeNamed(/leadership was then moved to (\w+)/.exec(text)?.[1] ?? '');
  if (leader !== undefined) {
    await server.pass(ELECTION_MS);
    await server.lead(leader);
    await server.pass(SETTLE_MS);
  }
  const [, stem = '', first = '', last = ''] =
    /more keys ([^\s\d]+)(\d+)\.\.\1(\d+) were put/.exec(text) ?? [];
  if (first === '') return;
  for (let i = Number(first); i <= Number(last); i++) {
    await put(server, stem + String(i).padStart(first.length, '0'), `v${i}`);
  }
}

/** Equal calls that were described instead of listed; undefined: not served. */
export function repeatedPuts({
  path,
  note,
  count,
}: JsonObject): readonly (readonly [string, string])[] | undefined {
  if (textOf(path) !== '/v3/kv/put') return undefined;
  const [, key, modulo] = /^key (\S+?)(?: of i mod (\d+))?,/.exec(textOf(note)) ?? [];
  if (key === undefined) return undefined;
  const isFromOne = /values 1 to/.test(textOf(note));
  const prefix = /values? ([a-z]*)</.exec(textOf(note))?.[1] ?? '';
  return Array.from({ length: Number(count) }, (_, i) => {
    const number = modulo === undefined ? i : i % Number(modulo);
    const filled = key.replace(/%0(\d+)d/, (_all, width) => String(number).padStart(Number(width), '0'));
    return [filled, `${prefix}${isFromOne ? i + 1 : i}`] as const;
  });
}

export async function repeatPuts(step: JsonObject, server: Server): Promise<void> {
  for (const [key, value] of repeatedPuts(step) ?? []) await put(server, key, value);
}

/** Snapshots that stay on a disk here; etcd keeps five. */
const SNAPSHOTS_KEPT = 2;

/**
 * The names in a member's data directory. The store's own file is no file of its disk here: it is left out on both sides; of
 * snapshots the newest count.
 */
export function compareFiles(step: JsonObject, server: Server, node: number): Difference | undefined {
  const { member } = step;
  const files = server.filesOf(node);
  for (const [folder, names] of Object.entries(isObject(member) ? member : {})) {
    const recorded = listOf(names)
      .map(textOf)
      .filter((name) => name !== 'db');
    const expected = folder === 'snap' ? recorded.slice(-SNAPSHOTS_KEPT) : recorded;
    const got = files.flatMap((name) =>
      name.startsWith(`${folder}/`) ? [name.slice(folder.length + 1)] : [],
    );
    if (got.toSorted().join() !== expected.toSorted().join()) return differ(folder, expected, got);
  }
  return undefined;
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

async function put(server: Server, key: string, value: string): Promise<void> {
  const body = JSON.stringify({ key: base64(key), value: base64(value) });
  const id = await server.send(1, { method: 'POST', path: '/v3/kv/put', headers: {} }, body);
  await server.until(id, ({ isOver }) => isOver, CALL_MS_MAX);
}
