import type { NodeId } from '../../base/flavor.ts';
import { currentLeader } from '../../explain/situation.ts';
import type { Frame } from '../../lab/frame/frame.ts';

/** The stops of the tour, in their order; each waits for what its sentence says, but the second, which is gone on from by a button. */
export const tourStops = ['elect', 'leads', 'put', 'kill', 'again', 'done'] as const;
export type TourStop = (typeof tourStops)[number];

export interface TourState {
  readonly stop: TourStop;
  /** Who led last, and in which term: whom the sentences are about. */
  readonly leader: NodeId | undefined;
  readonly term: number;
}

export const tourBegins: TourState = { stop: 'elect', leader: undefined, term: 0 };

type Seen = Pick<Frame, 'nodes' | 'requests'>;

/** Where the tour stands after a frame: it goes on when the protocol, or the viewer, has done what the stop waits for. */
export function tourAfter(state: TourState, { nodes, requests }: Seen): TourState {
  const leader = currentLeader(nodes);
  const { stop } = state;
  if (stop === 'elect' || stop === 'again') {
    if (leader === undefined || Number(leader.term) <= state.term) return state;
    return { stop: stop === 'elect' ? 'leads' : 'done', leader: leader.id, term: Number(leader.term) };
  }
  if (stop === 'put')
    return requests.some(({ kind, status }) => kind === 'put' && status === 'ok')
      ? { ...state, stop: 'kill' }
      : follow(state, leader);
  if (stop === 'kill') {
    const isKilled = nodes.some(({ id, status }) => id === state.leader && status === 'killed');
    return isKilled ? { ...state, stop: 'again' } : follow(state, leader);
  }
  return state;
}

/** Somebody else may lead by now: it is that one who is spoken of. */
function follow(
  state: TourState,
  leader: { readonly id: NodeId; readonly term: number | bigint } | undefined,
): TourState {
  if (leader === undefined || leader.id === state.leader) return state;
  return { ...state, leader: leader.id, term: Number(leader.term) };
}
