import { present, unreachable } from '../../base/assert.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { HardState } from '../../raft/entry.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { World } from '../../sim/world/world.ts';
import type { Past } from '../past.ts';
import type { Ask, Fact } from './fact.ts';
import type { Place } from './place.ts';

/** The fact that a place's value is, at the playhead. Throws a CommandError if there is no such place now. */
export function firstAsk(past: Past, place: Place): Ask {
  const { now } = past;
  const down = downNode(now, place);
  return { fact: down === undefined ? factOf(now, place) : diskFact(past, down, place), at: now.events };
}

/** The node of a place that does not run. */
function downNode({ machines }: World, place: Place): NodeId | undefined {
  if (!('node' in place) || place.node === undefined) return undefined;
  const machine = machines.get(place.node);
  return machine !== undefined && machine.image === undefined ? place.node : undefined;
}

/** Of a node that does not run there is what its disk has, which is what it would begin with. */
function diskFact(past: Past, node: NodeId, place: Place): Fact {
  const image = past.member(node);
  if (image === undefined) throw nowhere(`node ${node} does not run, and what is on its disk cannot be read`);
  const { hardState, first, last, snapshotIndex } = image.view();
  const snapshot: Fact = { type: 'snapshot', node, index: snapshotIndex, holds: undefined };
  const stored = (index: LogIndex): Fact => {
    const term = image.entry(index)?.view.term;
    return term === undefined ? snapshot : { type: 'stored', node, index, term };
  };
  switch (place.type) {
    case 'entry': {
      const { index } = place;
      if (image.entry(index) !== undefined) return stored(index);
      throw nowhere(`node ${node} has no entry ${index} on its disk, which has ${first} to ${last}`);
    }
    case 'hardState':
      return diskPart(node, place.field, hardState);
    case 'field':
      switch (place.field) {
        case 'term':
        case 'vote':
        case 'commit':
          return diskPart(node, place.field, hardState);
        case 'last':
        case 'stable':
          return stored(last);
        case 'snapshot':
          return snapshot;
        default:
          break;
      }
      break;
    default:
      break;
  }
  throw nowhere(
    `node ${node} does not run: that was in its memory, which is gone; its term, vote, commit, snapshot and log are on its disk`,
  );
}

function diskPart(node: NodeId, field: 'term' | 'vote' | 'commit', hardState: HardState): Fact {
  return { type: 'disk', node, field, term: hardState.term, value: hardState[field] };
}

function factOf(now: World, place: Place): Fact {
  switch (place.type) {
    case 'field':
      return fieldFact(memberOf(now, place.node), place.node, place.field);
    case 'hardState': {
      const { node, field } = place;
      return diskPart(node, field, memberOf(now, node).view().hardState);
    }
    case 'entry': {
      const { node, index } = place;
      const image = memberOf(now, node);
      const { first, last } = image.view();
      const entry = image.entry(index);
      if (entry !== undefined) return { type: 'entry', node, index, term: entry.view.term };
      throw nowhere(`node ${node} has no entry ${index} in its log, which has ${first} to ${last}`);
    }
    case 'progress': {
      const { node, of, field } = place;
      const one = memberOf(now, node)
        .view()
        .progress.find(({ id }) => id === of);
      if (one !== undefined) return { type: 'progress', node, of, field, value: one[field] };
      throw nowhere(`node ${node} keeps no Progress of node ${of}: only a leader does, of its members`);
    }
    case 'key': {
      const node = place.node ?? newest(now);
      const history = memberOf(now, node).keyHistory(encodeUtf8(place.key));
      const last = history.at(-1);
      if (last === undefined) throw nowhere(`node ${node} knows no key "${place.key}"`);
      const revision =
        place.field === 'createRevision' && !last.deleted ? last.createRevision : last.modRevision;
      return { type: 'revision', node, revision };
    }
    case 'lease': {
      const node = place.node ?? newest(now);
      const { id, field } = place;
      const is = memberOf(now, node)
        .storeView(Infinity)
        .leases.some((lease) => lease.id === id);
      if (!is) throw nowhere(`node ${node} knows no lease ${id}`);
      return { type: 'lease', node, id, what: field === 'endsAt' ? 'end' : 'grant' };
    }
    case 'call':
      return answerOf(now.calls.get(place.id), `call ${place.id}`);
    case 'client':
      return answerOf(now.calls.lastOf(place.name), `a call of client "${place.name}" that has ended`);
    default:
      return unreachable(place);
  }
}

function answerOf(call: ClientCall | undefined, name: string): Fact {
  if (call === undefined) throw nowhere(`there is no ${name}`);
  if (call.result === undefined) throw nowhere(`${name} has no answer yet`);
  return { type: 'answer', request: call.id };
}

function fieldFact(
  image: MemberImage,
  node: NodeId,
  field: Extract<Place, { readonly type: 'field' }>['field'],
): Fact {
  const view = image.view();
  switch (field) {
    case 'role':
      return { type: 'field', node, field: 'state' };
    case 'config':
      return { type: 'field', node, field: 'confState' };
    case 'last':
      if (view.last > view.snapshotIndex || image.entry(view.last) !== undefined)
        return { type: 'entry', node, index: view.last, term: image.entry(view.last)?.view.term };
      return { type: 'snapshot', node, index: view.last, holds: undefined };
    case 'snapshot':
      return { type: 'snapshot', node, index: view.snapshotIndex, holds: undefined };
    case 'revision':
      return { type: 'revision', node, revision: view.revision };
    default:
      return { type: 'field', node, field };
  }
}

function memberOf(now: World, node: NodeId): MemberImage {
  const machine = now.machines.get(node);
  if (machine === undefined) throw new CommandError('unknownNode', `there is no node ${node}`);
  return present(machine.image, 'a node that runs: of others there is their disk');
}

/** The member that has applied most, of several the first. */
function newest({ machines }: World): NodeId {
  let best: NodeId = 0;
  let applied = -1;
  for (const { id, image } of machines.values()) {
    const own = image?.view().applied ?? -1;
    if (own > applied) [best, applied] = [id, own];
  }
  if (best === 0) throw nowhere('no node runs: nobody has the store in memory');
  return best;
}

function nowhere(message: string): CommandError {
  return new CommandError('badArgument', message);
}
