import type { LogIndex, NodeId } from '../../base/flavor.ts';
import type { Frame, NodeFrame } from '../../lab/frame/frame.ts';
import type { MemberView } from '../../node/report/view.ts';
import { configText } from '../../explain/origin/plain.ts';
import { formatNode } from '../../view/say/format.ts';

/** A value as the page shows it, and its place in the language of conditions. */
export interface Value {
  readonly name: string;
  readonly value: string;
  readonly place: string;
}

/** The values of a node that come from somewhere; of one that is down those on its disk. */
export function nodeValues({ id, status, view, disk }: NodeFrame): readonly Value[] {
  const own = `node(${id})`;
  const value = (name: string, shown: unknown): Value => ({
    name,
    value: String(shown),
    place: `${own}.${name}`,
  });
  if (status === 'killed') {
    if (disk === undefined) return [];
    const { term, vote, commit, last, snapshot } = disk;
    return [
      value('hardState.term', term),
      value('hardState.vote', nodeName(vote)),
      value('hardState.commit', commit),
      value('last', last),
      ...(snapshot > 0 ? [value('snapshot', snapshot)] : []),
    ];
  }
  if (view === undefined) return [];
  return [
    value('role', view.state.slice('State'.length)),
    value('term', view.term),
    value('vote', nodeName(view.vote)),
    value('lead', nodeName(view.lead)),
    value('commit', view.commit),
    value('applied', view.applied),
    value('last', view.last),
    value('stable', view.stable),
    ...(view.snapshotIndex > 0 ? [value('snapshot', view.snapshotIndex)] : []),
    value('revision', view.revision),
    value('config', configText(view.confState)),
  ];
}

/** What a leader knows of its peers; of another node what the leader knows of it. */
export function progressValues(
  { id: node, status, view }: NodeFrame,
  leader: MemberView | undefined,
): readonly { readonly title: string; readonly values: readonly Value[] }[] {
  const isLeader = status !== 'killed' && view?.state === 'StateLeader';
  const own = isLeader ? view : leader;
  if (own === undefined) return [];
  return own.progress
    .filter(({ id }) => (isLeader ? id !== node : id === node))
    .map(({ id, match, next, state }) => {
      const place = `node(${own.id}).progress(${id})`;
      return {
        title: `${formatNode(own.id)} → ${formatNode(id)}`,
        values: [
          { name: 'Match', value: String(match), place: `${place}.match` },
          { name: 'Next', value: String(next), place: `${place}.next` },
          { name: 'State', value: state.slice('State'.length), place: `${place}.state` },
        ],
      };
    });
}

/** The term of an entry in a log, if the frame has it. */
export function entryValue({ log }: Frame, node: NodeId, index: LogIndex): Value | undefined {
  const entry = log.rows.find(({ id }) => id === node)?.entries.find((each) => each.index === index);
  if (entry === undefined) return undefined;
  const place = `node(${node}).log(${index}).term`;
  return { name: `log(${index}).term`, value: String(entry.term), place };
}

function nodeName(id: NodeId): string {
  return id === 0 ? '–' : formatNode(id);
}
