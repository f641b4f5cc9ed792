import type { Subject } from '../../explain/why/subject.ts';
import { currentLeader } from '../../explain/situation.ts';
import type { Frame, Selection } from '../../lab/frame/frame.ts';
import { subjectOf } from './asked.ts';

/** A question that the inspector offers: its words are `why:question.<key>`. */
export interface Question {
  readonly key:
    | 'leader'
    | 'transfer'
    | 'confChange'
    | 'message'
    | 'entry'
    | 'call'
    | 'event'
    | 'leading'
    | 'quorum'
    | 'campaign'
    | 'vote'
    | 'progress'
    | 'term';
  readonly subject: Subject;
}

/** What may be asked about what is selected; the first is what `y` asks. */
export function questionsOf(frame: Frame, selection: Selection | undefined): readonly Question[] {
  switch (selection?.type) {
    case 'message':
    case 'entry':
    case 'event':
      return [{ key: selection.type, subject: subjectOf(selection) }];
    case 'request':
      return [{ key: 'call', subject: subjectOf(selection) }];
    case 'node':
      return ofNode(frame, selection.id);
    case 'key':
    case 'http':
    case undefined:
      return [
        { key: 'leader', subject: { type: 'leader' } },
        { key: 'transfer', subject: { type: 'transfer' } },
        { key: 'confChange', subject: { type: 'confChange' } },
      ];
  }
  return selection satisfies never;
}

function ofNode({ nodes }: Frame, id: number): readonly Question[] {
  const about = (topic: 'leading' | 'quorum' | 'campaign' | 'term'): Question => ({
    key: topic,
    subject: { type: 'node', id, about: topic },
  });
  const node = nodes.find((each) => each.id === id);
  if (node?.view === undefined) return [about('campaign')];
  if (node.view.state === 'StateLeader') return [about('leading'), about('quorum')];
  const leader = currentLeader(nodes);
  const vote: Question = { key: 'vote', subject: { type: 'vote', voter: id } };
  if (leader === undefined) return [about('campaign'), vote];
  return [
    { key: 'progress', subject: { type: 'progress', node: id } },
    about('campaign'),
    vote,
    about('term'),
  ];
}
