import { isObject, listOf, type Json, type JsonObject, type TranscriptNode } from './transcript-file.ts';

/**
 * Where etcd walks over a hash table its answer has no order: the keys of a lease, alarms, and what several watches of
 * one stream say of one revision; leases, too, at a member that does not count them, as it does not lead. Members are ordered by their ids, and that of one just added depends on the time. Here
 * all that is in an order of its own. `first`: the members that a cluster began with.
 */
export function inOrder(answer: Json, first?: readonly TranscriptNode[]): Json {
  if (!isObject(answer)) return answer;
  const sorted: Record<string, Json> = { ...answer };
  const hasFollowers = first !== undefined && first.length > 1;
  const unordered = ['keys', 'alarms', 'errors', ...(hasFollowers ? ['leases'] : [])];
  for (const field of unordered) {
    const list = answer[field];
    if (Array.isArray(list)) sorted[field] = (list as readonly Json[]).toSorted(byText);
  }
  const members = listOf(answer['members']);
  const isSomeNew = members.some((member) => isObject(member) && isNew(member['name'], first));
  if (isSomeNew) sorted['members'] = members.toSorted((a, b) => byText(urlsOf(a), urlsOf(b)));
  return sorted;
}

/** Of a member whose id depends on the time. */
function isNew(name: Json | undefined, first: readonly TranscriptNode[] | undefined): boolean {
  return name === undefined || (first !== undefined && first.every((node) => node.name !== name));
}

function urlsOf(member: Json): Json {
  return isObject(member) ? (member['peerURLs'] ?? null) : null;
}

/** Messages of a stream: those with events of one revision by the number of their watch. */
export function messagesInOrder(messages: readonly Json[]): readonly Json[] {
  const sorted: Json[] = [];
  let same: Json[] = [];
  for (const message of messages) {
    if (same.length > 0 && revisionOf(same[0]) !== revisionOf(message)) {
      sorted.push(...same.toSorted(byWatch));
      same = [];
    }
    if (revisionOf(message) === undefined) sorted.push(message);
    else same.push(message);
  }
  return [...sorted, ...same.toSorted(byWatch)];
}

/** Of a message with events. */
function revisionOf(message: Json | undefined): string | undefined {
  const result = resultOf(message);
  const header = result['header'];
  return listOf(result['events']).length > 0 && isObject(header)
    ? JSON.stringify(header['revision'])
    : undefined;
}

function resultOf(message: Json | undefined): JsonObject {
  const result = isObject(message) ? message['result'] : undefined;
  return isObject(result) ? result : {};
}

function byWatch(a: Json, b: Json): number {
  return Number(resultOf(a)['watch_id'] ?? 0) - Number(resultOf(b)['watch_id'] ?? 0);
}

function byText(a: Json, b: Json): number {
  const [textOfA, textOfB] = [JSON.stringify(a), JSON.stringify(b)];
  return textOfA < textOfB ? -1 : textOfA > textOfB ? 1 : 0;
}
