import { unreachable } from '../../base/assert.ts';
import { encodeUtf8 } from '../../base/utf8.ts';
import type { NodeId } from '../../base/flavor.ts';
import type { MemberImage } from '../../node/report/image.ts';
import type { ClientCall } from '../../sim/clients/client-call.ts';
import { CommandError } from '../../sim/command/command.ts';
import type { World } from '../../sim/world/world.ts';
import type { Past } from '../past.ts';
import type { Ask, Fact } from './fact.ts';
import type { Place } from './place.ts';

/** The fact that a place's value is, at the playhead. Throws a CommandError if there is no such place now. */
export function firstAsk({ now }: Past, place: Place): Ask {
  return { fact: factOf(now, place), at: now.events };
}

function factOf(now: World, place: Place): Fact {
  switch (place.type) {
    case 'field':
      return fieldFact(memberOf(now, place.node), place.node, place.field);
    case 'hardState': {
      const { node, field } = place;
      const { hardState } = memberOf(now, node).view();
      return { type: 'disk', node, field, term: hardState.term, value: hardState[field] };
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
  if (machine.image !== undefined) return machine.image;
  throw nowhere(`node ${node} does not run: its memory is gone, and its values with it`);
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
