import { decodeUtf8, encodeUtf8 } from '../../base/utf8.ts';
import type { ConsoleKnown } from '../../console/complete/complete.ts';
import { splitAddress } from '../../console/kernel/address-book.ts';
import type { NodeId, Revision } from '../../base/flavor.ts';
import { prefixRangeEnd } from '../../etcd/mvcc/key-range.ts';
import type { MemberImage } from '../../node/report/image.ts';
import { addressBook } from '../../sim/clients/address-book.ts';
import type { ClientRun } from '../../sim/clients/client-run.ts';
import type { World } from '../../sim/world/world.ts';
import type { Selection } from '../frame/inspection.ts';

/** Of leases, in lists. */
const LEASES_SHOWN = 100;

/** What can be named at a console: of its member's store, or of another's while that is not there. */
export function consoleKnown(world: World, run: ClientRun): ConsoleKnown {
  const image = imageFor(world, run);
  const store = image?.storeView(LEASES_SHOWN);
  const { program } = run.client;
  const idle = program.recipe === 'console' ? program.idle : undefined;
  return {
    keys: (prefix, limit) => keysWith(image, prefix, limit),
    members: addressBook(world).map(({ node, name, clientUrls, peerUrls }) => {
      const { host, port } = splitAddress(clientUrls[0] ?? '');
      const id = image?.memberIdOf(node);
      return {
        name,
        id: id === undefined ? undefined : id.toString(16),
        endpoint: `${host}:${port}`,
        peerUrl: peerUrls[0] ?? '',
      };
    }),
    leases: () => (store?.leases ?? []).map(({ id }) => BigInt.asUintN(64, id).toString(16)),
    users: () => (store?.auth.users ?? []).map(({ name }) => name),
    roles: () => (store?.auth.roles ?? []).map(({ name }) => name),
    files: [...(idle?.files.keys() ?? [])].sort(),
    variables: new Map([...(idle?.variables ?? [])].map(([name, { value }]) => [name, value])),
    jobs: [],
  };
}

function imageFor(world: World, { client }: ClientRun): MemberImage | undefined {
  const own = world.machines.get(client.endpoints[0] ?? 0)?.image;
  if (own !== undefined) return own;
  for (const { image } of world.machines.values()) if (image !== undefined) return image;
  return undefined;
}

function keysWith(image: MemberImage | undefined, prefix: string, limit: number): readonly string[] {
  const key = encodeUtf8(prefix);
  const first = key.length === 0 ? Uint8Array.of(0) : key;
  const rangeEnd = key.length === 0 ? Uint8Array.of(0) : prefixRangeEnd(key);
  const answer = image?.read({
    type: 'range',
    key: first,
    rangeEnd,
    revision: 0,
    limit,
    keysOnly: true,
    consistency: 'serializable',
  });
  return answer?.ok === true && answer.result.type === 'range'
    ? answer.result.kvs.map((kv) => decodeUtf8(kv.key))
    : [];
}

/** Characters that words of output end at. */
const WORD = /[^\s,|"'()[\]{}<>]+/g;

/**
 * What a line of output is about: by the word at `offset` if that names something, else by its other words, from the first on.
 * A key, a member (its id, name or URL), a revision (the event in which the console's member applied it: `appliedIn`), an entry
 * (`raft index`).
 */
export function consoleSubject(
  world: World,
  run: ClientRun,
  text: string,
  offset: number,
  appliedIn: (node: NodeId, revision: Revision) => number | undefined,
): Selection | undefined {
  const image = imageFor(world, run);
  const node = run.client.endpoints[0] ?? 1;
  const whole = keySelection(image, node, text.trim());
  if (whole !== undefined) return whole;
  const words = [...text.matchAll(WORD)].map((match) => ({ word: match[0], from: match.index }));
  const under = words.filter(({ word, from }) => from <= offset && offset <= from + word.length);
  for (const { word, from } of [...under, ...words]) {
    const found =
      memberSelection(world, image, word) ??
      numberSelection(image, node, text.slice(0, from), word, appliedIn) ??
      keySelection(image, node, word);
    if (found !== undefined) return found;
  }
  return undefined;
}

function keySelection(image: MemberImage | undefined, node: number, text: string): Selection | undefined {
  if (image === undefined || text === '') return undefined;
  const key = encodeUtf8(text);
  return image.keyHistory(key).length > 0 ? { type: 'key', node, key } : undefined;
}

function memberSelection(world: World, image: MemberImage | undefined, word: string): Selection | undefined {
  const bare = word.replace(/^[a-z]+:\/\//, '').replace(/[/:;.]+$/, '');
  for (const { node, name, clientUrls, peerUrls } of addressBook(world)) {
    const addresses = [...clientUrls, ...peerUrls].map((url) => url.replace(/^[a-z]+:\/\//, ''));
    const id = image?.memberIdOf(node)?.toString(16);
    if (bare === name || bare === id || addresses.includes(bare)) return { type: 'node', id: node };
  }
  return undefined;
}

const REVISION = /(?:revision|rev)\W*$/i;
const INDEX = /(?:raft ?index|index)\W*$/i;

/** A number after its name: `"mod_revision":7`, `"ModRevision" : 7`, `raftIndex`. */
function numberSelection(
  image: MemberImage | undefined,
  node: number,
  before: string,
  word: string,
  appliedIn: (node: NodeId, revision: Revision) => number | undefined,
): Selection | undefined {
  const number = /^:?(\d{1,15})$/.exec(word)?.[1];
  if (number === undefined || image === undefined) return undefined;
  const value = Number(number);
  const named = before.replace(/[\s":=]+$/, '');
  if (REVISION.test(named)) {
    const event = appliedIn(node, value);
    if (event !== undefined) return { type: 'event', number: event };
    // It has come with a snapshot: what it is about is known all the same.
    const key = image.records(value, value)[0]?.key;
    return key === undefined ? undefined : { type: 'key', node, key };
  }
  if (INDEX.test(named) && image.entry(value) !== undefined) return { type: 'entry', node, index: value };
  return undefined;
}
