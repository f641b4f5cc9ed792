import type { Subject } from '../../explain/why/subject.ts';
import type { Selection } from '../../lab/frame/frame.ts';
import { useView } from '../view-state.ts';

/** What *why* was asked about last, and how often it was asked. */
export interface Asked {
  readonly subject: Subject | undefined;
  readonly times: number;
  /** What was selected then: the answer stands beside that, and nothing else. */
  readonly selection: Selection | undefined;
}

let asked: Asked = { subject: undefined, times: 0, selection: undefined };
const listeners = new Set<() => void>();

export const whyAsked = {
  state: (): Asked => asked,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** The inspector answers it. Undefined: the answer goes. */
export function askWhy(subject: Subject | undefined): void {
  asked = { subject, times: asked.times + 1, selection: useView.getState().selection };
  for (const listener of listeners) listener();
}

/** What one asks about first where this is selected; nothing selected: who leads. */
export function subjectOf(selection: Selection | undefined): Subject {
  switch (selection?.type) {
    case 'message':
      return { type: 'message', id: selection.id };
    case 'entry':
      return { type: 'entry', index: selection.index, node: selection.node };
    case 'node':
      return { type: 'node', id: selection.id };
    case 'request':
      return { type: 'call', id: selection.id };
    case 'event':
      return { type: 'event', number: selection.number };
    case 'key':
    case 'http':
    case undefined:
      return { type: 'leader' };
  }
  return selection satisfies never;
}
