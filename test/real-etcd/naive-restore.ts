import type { AnsweredKey, Answers } from './answers.ts';

type Snapshots = Answers['revisions'];

/**
 * What an etcd would have answered at each revision had some of its revisions never been: the answers told anew, change by change, in
 * a plain map. The first revision is where the telling begins; it cannot be one of those.
 */
export function snapshotsWithout(revisions: Snapshots, without: ReadonlySet<number>): Snapshots {
  const [first, ...later] = revisions;
  if (first === undefined) return [];
  const keys = new Map(first.kvs.map((kv) => [kv.key ?? '', kv]));
  let before = keysOf(first.kvs);
  const told = [first];
  for (const { revision, kvs } of later) {
    const now = keysOf(kvs);
    if (!without.has(revision)) {
      for (const [key, kv] of now) {
        if (kv.mod_revision === String(revision)) keys.set(key, renumbered(kv, keys.get(key)));
      }
      for (const key of before.keys()) if (!now.has(key)) keys.delete(key);
    }
    before = now;
    told.push({ revision, kvs: [...keys.values()].sort(inOrder) });
  }
  return told;
}

function keysOf(kvs: readonly AnsweredKey[]): Map<string, AnsweredKey> {
  return new Map(kvs.map((kv) => [kv.key ?? '', kv]));
}

function renumbered(kv: AnsweredKey, before: AnsweredKey | undefined): AnsweredKey {
  if (before === undefined) return { ...kv, create_revision: kv.mod_revision, version: '1' };
  return { ...kv, create_revision: before.create_revision, version: String(Number(before.version) + 1) };
}

function inOrder(a: AnsweredKey, b: AnsweredKey): number {
  return Buffer.compare(Buffer.from(a.key, 'base64'), Buffer.from(b.key, 'base64'));
}
