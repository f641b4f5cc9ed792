import { create } from 'zustand';
import type { JudgeProgress, Verdict } from '../../check/linearizability/judge-history.ts';
import type { RunningJudge } from '../../host/judge/open-judge.ts';
import type { JudgedPoint } from '../../host/judge/judge-port.ts';
import type { ClientHistory } from '../../lab/look/client-history.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import type { Axis } from '../../view/clients-view/clients-view-scene.ts';
import type { Findings } from '../../view/clients-view/shown-calls.ts';
import { factsOf, type ErrorFacts } from '../error-words.ts';
import { useView } from '../view-state.ts';
import { judgeHost } from './judge-host.ts';

/** What is said of what clients saw. */
export type Judging =
  | { readonly type: 'no' }
  | { readonly type: 'working'; readonly progress: JudgeProgress | undefined }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly error: ErrorFacts }
  | {
      readonly type: 'judged';
      readonly verdict: Verdict;
      readonly findings: Findings;
      /** By place in what was seen: the event at which it may have been done. */
      readonly points: ReadonlyMap<number, number>;
    };

interface ClientsViewState {
  readonly history: ClientHistory | undefined;
  readonly judging: Judging;
  /** Of which run and branch it is. */
  readonly of: string;
  readonly axis: Axis;
  readonly only: boolean;
}

export const useClientsView = create<ClientsViewState>()(() => ({
  history: undefined,
  judging: { type: 'no' },
  of: '',
  axis: 'order',
  only: false,
}));

let running: RunningJudge | undefined;
/** Every judging has a number: what an older one still tells is not heard. */
let begun = 0;

/** Which run and branch are looked at. */
export function runShown(): string {
  const { frame } = useView.getState();
  return `${frame?.run} ${frame?.branch}`;
}

/** Judges what clients saw up to the playhead; what was being judged is given up. */
export async function judgeNow(lab: LabPort): Promise<void> {
  end();
  const number = begun;
  useClientsView.setState({ judging: { type: 'working', progress: undefined } });
  try {
    const of = runShown();
    const history = await lab.clientHistory();
    if (number !== begun) return;
    useClientsView.setState({ history, of, only: false });
    if (history.unjudged !== undefined || history.calls.length === 0) {
      useClientsView.setState({ judging: { type: 'no' } });
      return;
    }
    const opened = await judgeHost.open({ model: 'etcd', calls: history.calls }, (reply) => {
      if (number !== begun) return;
      if (reply.type === 'progress')
        useClientsView.setState({ judging: { type: 'working', progress: reply.progress } });
      else if (reply.type === 'failed')
        useClientsView.setState({ judging: { type: 'failed', error: factsOf(new Error(reply.reason)) } });
      else useClientsView.setState({ judging: judged(history, reply.verdict, reply.points) });
    });
    if (number === begun) running = opened;
    else opened.end();
  } catch (error) {
    if (number === begun) useClientsView.setState({ judging: { type: 'failed', error: factsOf(error) } });
  }
}

/** Ends the judging that goes on, if one does. */
export function stopJudging(): void {
  if (useClientsView.getState().judging.type !== 'working') return;
  end();
  useClientsView.setState({ judging: { type: 'stopped' } });
}

function end(): void {
  begun++;
  running?.end();
  running = undefined;
}

/** In places of what was seen. A lease's end by itself is judged right after its grant, of the same place: it is nobody's call. */
function judged({ of }: ClientHistory, verdict: Verdict, all: readonly JudgedPoint[]): Judging {
  const place = (call: number): number => of[call] ?? 0;
  const points = new Map<number, number>();
  for (const { call, at } of all) if (of[call - 1] !== place(call)) points.set(place(call), at);
  const findings: Findings =
    verdict.type === 'impossible'
      ? {
          first: place(verdict.first),
          contradiction: [...new Set(verdict.contradiction.map(place))].sort((a, b) => a - b),
        }
      : { first: undefined, contradiction: [] };
  return { type: 'judged', verdict, findings, points };
}
