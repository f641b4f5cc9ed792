import { useEffect } from 'react';
import { reportError } from '../act.ts';
import { useLab } from '../lab-context.tsx';
import { instants } from '../notebook/instants-part.ts';
import { useView } from '../view-state.ts';

/** What the page does about branches before their own code is here. Says so when somebody has acted in the past: a branch that was not there before is the current one. */
export function useBranchNews(): void {
  const lab = useLab();
  useEffect(
    () =>
      useView.subscribe(({ frame }, { frame: before }) => {
        if (!frame || !before) return;
        if (frame.run !== before.run) {
          // What was kept is an instant of the run before.
          useView.setState(({ notice }) => ({
            kept: undefined,
            compare: undefined,
            notice: notice?.action?.ofRun ? undefined : notice,
          }));
          return;
        }
        if (frame.branch === before.branch) return;
        const old = before.branches.find(({ id }) => id === before.branch);
        const begun = frame.branches.find(({ id }) => id === frame.branch);
        // Numbers are given in order: what was there before, and is there again, has a smaller one.
        if (!old || !begun || before.branches.some(({ id }) => id >= begun.id)) return;
        instants.load().then(({ tellBranch }) => tellBranch(lab, begun, old), reportError);
      }),
    [lab],
  );
}
