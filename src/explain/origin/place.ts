import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { LeaseId } from '../../etcd/request.ts';

/**
 * What has a value with an origin. As text it is written in the language of conditions (`placeOf`):
 *
 *     node(3).term  .vote  .lead  .role  .commit  .applied  .last  .stable  .snapshot  .revision
 *     node(3).hardState.term  .vote  .commit       what of it is on its disk
 *     node(3).log(5).term                          the entry in its log
 *     node(3).progress(2).match  .next  .state     what a leader knows of a peer
 *     node(3).config                               its configuration
 *     key("a").value, node(3).key("a").modRevision the key in the store that has applied most, or in that one's
 *     node(3).lease(7).ttl  .endsAt                a lease, and when it ends
 *     call(7).status, client("A").last.status      a client's answer
 *
 * Of a node that is down there is what its disk has: .term .vote .commit .last .stable .snapshot .log(5).term
 */
export type Place =
  | { readonly type: 'field'; readonly node: NodeId; readonly field: PlaceField }
  | { readonly type: 'hardState'; readonly node: NodeId; readonly field: 'term' | 'vote' | 'commit' }
  | { readonly type: 'entry'; readonly node: NodeId; readonly index: LogIndex }
  | {
      readonly type: 'progress';
      readonly node: NodeId;
      readonly of: NodeId;
      readonly field: 'match' | 'next' | 'state';
    }
  /** `node` undefined: the member that has applied most. */
  | { readonly type: 'key'; readonly node: NodeId | undefined; readonly key: string; readonly field: string }
  | {
      readonly type: 'lease';
      readonly node: NodeId | undefined;
      readonly id: LeaseId;
      readonly field: 'ttl' | 'endsAt';
    }
  | { readonly type: 'call'; readonly id: number }
  /** The last call of a client. */
  | { readonly type: 'client'; readonly name: string };

export type PlaceField =
  | 'term'
  | 'vote'
  | 'lead'
  | 'role'
  | 'commit'
  | 'applied'
  | 'last'
  | 'stable'
  | 'snapshot'
  | 'revision'
  | 'config';

export const placeFields: readonly PlaceField[] = [
  'term',
  'vote',
  'lead',
  'role',
  'commit',
  'applied',
  'last',
  'stable',
  'snapshot',
  'revision',
  'config',
];
