import { create } from 'zustand';
import type { NodeId } from '../../base/flavor.ts';
import type { Decision } from '../../explain/decisions/decision.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { reportError } from '../act.ts';
import { useView } from '../view-state.ts';

/** Somebody who answers for a node of the run that is open, however it goes on. */
export interface AsNode {
  readonly node: NodeId | undefined;
  /** `Frame.run`: the run that the questions are about. */
  readonly run: number | undefined;
  readonly phase: 'ready' | 'looking' | 'asked' | 'none';
  readonly decision: Decision | undefined;
  readonly picked: number | undefined;
  readonly right: number;
  readonly of: number;
}

const NOBODY: AsNode = {
  node: undefined,
  run: undefined,
  phase: 'ready',
  decision: undefined,
  picked: undefined,
  right: 0,
  of: 0,
};

export const useAsNode = create<AsNode>(() => NOBODY);

/** The run goes on to right before the next event in which the node decides. */
export async function toNextDecision(lab: LabPort): Promise<void> {
  const { node } = useAsNode.getState();
  if (node === undefined) return;
  useAsNode.setState({ phase: 'looking', decision: undefined, picked: undefined });
  try {
    const decision = await lab.nextDecision(node);
    if (useAsNode.getState().node !== node) return;
    useAsNode.setState({ phase: decision === undefined ? 'none' : 'asked', decision });
    showMessage(decision);
  } catch (error) {
    if (useAsNode.getState().node === node) useAsNode.setState({ phase: 'none' });
    reportError(error);
  }
}

/** The learner's answer counts, and then the event happens. */
export async function answerAsNode(lab: LabPort, picked: number): Promise<void> {
  const { decision, right, of, picked: before } = useAsNode.getState();
  if (decision === undefined || before !== undefined) return;
  useAsNode.setState({ picked, right: right + (picked === decision.right ? 1 : 0), of: of + 1 });
  await lab.seekEvent(decision.event);
}

/** Answers for this node from now on; undefined: for none. */
export function beNode(node: NodeId | undefined, run?: number): void {
  useAsNode.setState({ ...NOBODY, node, run });
}

/** The message that is asked about is marked on the stage. */
export function showMessage(decision: Decision | undefined): void {
  if (decision?.asked.type === 'message')
    useView.setState({ selection: { type: 'message', id: decision.asked.id } });
}
