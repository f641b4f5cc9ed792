import type { Micros, Revision } from '../../base/flavor.ts';
import type { ClientFrame } from '../../lab/frame/frame.ts';
import { showBytes } from '../say/show-bytes.ts';

/** A client that believes, or believed, that it owns a lock or leads an election. */
export interface Ownership {
  readonly client: string;
  readonly recipe: 'lock' | 'campaign';
  /** What is owned, as text. */
  readonly subject: string;
  /** Its fencing token: of two owners the one with the higher is the true one. */
  readonly createRevision: Revision;
  readonly from: Micros;
  /** Undefined: still. */
  readonly to: Micros | undefined;
  readonly paused: boolean;
  /** It has heard that its lease is gone, and goes on. */
  readonly knowsLoss: boolean;
}

/** Two that believed at the same time that they own the same: the client with the older key has lost it. */
export interface TwoOwners {
  readonly loser: Ownership;
  readonly owner: Ownership;
  readonly from: Micros;
  /** Undefined: still. */
  readonly to: Micros | undefined;
  /** Why the loser goes on: it stands still, has heard it and goes on, or has not heard yet. */
  readonly because: 'paused' | 'knows' | 'notHeard';
}

/** Every stretch of time in which two clients believed to own the same, oldest first, as far as their notes go back. */
export function twoOwners(clients: readonly ClientFrame[], at: Micros): readonly TwoOwners[] {
  const owned = clients.flatMap((client) => ownershipsOf(client, at));
  const found: TwoOwners[] = [];
  for (const loser of owned) {
    for (const owner of owned) {
      if (owner.recipe !== loser.recipe || owner.subject !== loser.subject) continue;
      if (owner.client === loser.client || owner.createRevision <= loser.createRevision) continue;
      const from = Math.max(loser.from, owner.from);
      const to = earliest(loser.to, owner.to);
      if (to !== undefined && to <= from) continue;
      const because = loser.paused ? 'paused' : loser.knowsLoss ? 'knows' : 'notHeard';
      found.push({ loser, owner, from, to, because });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

function earliest(a: Micros | undefined, b: Micros | undefined): Micros | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function ownershipsOf(client: ClientFrame, at: Micros): Ownership[] {
  const { recipe, name, subject, lines, status } = client;
  if (recipe !== 'lock' && recipe !== 'campaign') return [];
  const found: Ownership[] = [];
  lines.forEach((line, i) => {
    if (line.note.type !== 'owner') return;
    const rest = lines.slice(i + 1);
    const end = rest.find(({ note }) => note.type === 'done');
    const stopped = status === 'stopped' ? (rest.at(-1)?.at ?? at) : undefined;
    found.push({
      client: name,
      recipe,
      subject: showBytes(subject),
      createRevision: line.note.createRevision,
      from: line.at,
      to: end?.at ?? stopped,
      paused: status === 'paused',
      knowsLoss: rest.some(({ note }) => note.type === 'leaseLost'),
    });
  });
  return found;
}
