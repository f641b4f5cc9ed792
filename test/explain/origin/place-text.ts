import type { NodeId } from '../../../src/base/flavor.ts';
import type { PlainValue } from '../../../src/explain/origin/origin-step.ts';
import type { MemberView } from '../../../src/node/report/view.ts';
import type { MemberImage } from '../../../src/node/report/image.ts';

/** Whether a member has the value of a step in a place, as the step's text names it. */
export interface Holding {
  readonly node: NodeId;
  readonly holds: (image: MemberImage) => boolean;
}

const words = /^node\((\d+)\)\.(?:(hardState)\.)?(\w+)(?:\((\d+)\)\.(\w+))?$/;

/** By the text alone, and by whole images: nothing of what finds origins is used. Undefined: it is no value of a member. */
export function holdingOf(place: string, value: PlainValue | undefined): Holding | undefined {
  const [, id, hard, name, of, inner] = words.exec(place) ?? [];
  if (id === undefined || name === undefined) return undefined;
  return { node: Number(id), holds: (image) => holds(image, { hard, name, of: Number(of), inner }, value) };
}

interface Words {
  readonly hard: string | undefined;
  readonly name: string;
  readonly of: number;
  readonly inner: string | undefined;
}

function holds(image: MemberImage, { hard, name, of, inner }: Words, value: PlainValue | undefined): boolean {
  const view = image.view();
  const reached = (now: number): boolean => now >= Number(value ?? 0);
  if (hard !== undefined) return view.hardState[name as 'term' | 'vote' | 'commit'] === value;
  switch (name) {
    case 'term':
    case 'vote':
    case 'lead':
    case 'leadTransferee':
      return view[name] === (value ?? 0);
    case 'role':
      return view.state === (value ?? 'StateFollower');
    case 'commit':
    case 'applied':
    case 'stable':
    case 'revision':
      return reached(view[name]);
    case 'snapshot':
      return reached(view.snapshotIndex);
    case 'config':
      return value === undefined || configOf(view.confState) === value;
    case 'log':
      return image.entry(of)?.view.term === value || (of < view.first && view.commit >= of);
    case 'progress':
      return view.progress.find(({ id }) => id === of)?.[inner as 'match' | 'next' | 'state'] === value;
    default:
      throw new Error(`no such place: ${name}`);
  }
}

function configOf({ voters, votersOutgoing, learners, learnersNext }: MemberView['confState']): string {
  const outgoing = votersOutgoing.length > 0 ? `&&(${votersOutgoing.join(' ')})` : '';
  const rest = learners.length > 0 ? ` learners=(${learners.join(' ')})` : '';
  const next = learnersNext.length > 0 ? ` learners_next=(${learnersNext.join(' ')})` : '';
  return `voters=(${voters.join(' ')})${outgoing}${rest}${next}`;
}
