import type { Calls } from './call/calls.ts';
import type { LabPort } from './lab-port.ts';
import { checkedBudget } from './play/limits.ts';
import { instantOf, placeOf, playheadOf, travelTo } from './play/travel.ts';
import type { OnRun } from './on-run.ts';

export interface BranchCallsParts extends OnRun {
  readonly stopPlaying: () => void;
  readonly calls: Calls;
  /** A budget that somebody has set holds for later runs as well. */
  readonly keepBudget: (bytes: number) => void;
}

type BranchCalls = Pick<
  LabPort,
  | 'dropFuture'
  | 'branches'
  | 'switchTo'
  | 'goTo'
  | 'compare'
  | 'renameBranch'
  | 'deleteBranch'
  | 'restoreBranch'
  | 'memory'
  | 'setMemoryBudget'
  | 'moments'
  | 'addMoment'
  | 'changeMoment'
  | 'removeMoment'
  | 'restoreMoment'
>;

/** The port's calls for the futures of a run, what they take in memory, and the notebook of its instants. */
export function branchCalls({
  inTurn,
  longWork,
  stopPlaying,
  calls,
  keepBudget,
}: BranchCallsParts): BranchCalls {
  return {
    dropFuture: () =>
      inTurn(async (run) => {
        await run.forgetFuture();
        calls.cutOff(run);
      }),

    branches: () => inTurn((run) => run.branches.infos()),

    switchTo: (branch) =>
      inTurn(async (run) => {
        const to = run.branches.known(branch);
        stopPlaying();
        await run.switchTo(to);
      }),

    goTo: (position) =>
      longWork('seek', async (run, work) => {
        const to = instantOf(run.branches, position);
        stopPlaying();
        await travelTo(run, to, work);
      }),

    compare: (a, b) =>
      longWork('compare', async (run, work) => {
        // Nobody needs it before somebody compares.
        const { compare } = await import('./look/compare.ts');
        return compare(run, instantOf(run.branches, a), instantOf(run.branches, b), work);
      }),

    renameBranch: (branch, name) => inTurn((run) => run.branches.rename(branch, name)),

    deleteBranch: (id) =>
      longWork('seek', async (run, work) => {
        const branch = run.branches.known(id);
        const { branch: kin, event } = run.branches.withoutIt(branch);
        if (branch === run.branches.current) {
          stopPlaying();
          await travelTo(run, instantOf(run.branches, { branch: kin.id, event }), work);
        }
        run.branches.delete(branch);
        calls.forgetBranch(branch);
      }),

    restoreBranch: (branch) => inTurn((run) => run.branches.restore(branch)),

    memory: () => inTurn((run) => run.memory),

    setMemoryBudget: (bytes) =>
      inTurn((run) => {
        const budget = checkedBudget(bytes);
        run.history.pool.budget = budget;
        keepBudget(budget);
      }),

    moments: () => inTurn((run) => run.notebook.moments),

    addMoment: (note, position) =>
      inTurn((run) => {
        const instant = position === undefined ? playheadOf(run) : instantOf(run.branches, position);
        return run.notebook.add(placeOf(instant), note);
      }),

    changeMoment: (id, note) => inTurn((run) => run.notebook.change(id, note)),

    removeMoment: (id) => inTurn((run) => run.notebook.remove(id)),

    restoreMoment: (id) => inTurn((run) => run.notebook.restore(id)),
  };
}
