import type { LabPort } from '../lab/lab-port.ts';
import { reportError } from '../ui/act.ts';
import { conditionsOf } from '../ui/conditions/conditions-port.ts';
import { useView } from '../ui/view-state.ts';

/** The lab has the breakpoints and the watch expressions that the page shows, whoever has changed them: a hand, a link, a file. */
export function tellConditions(lab: LabPort): void {
  const conditions = conditionsOf(lab);
  let told: Pick<ReturnType<typeof useView.getState>, 'breakpoints' | 'watches'> = useView.getInitialState();
  const tell = (now: typeof told): void => {
    const before = told;
    told = now;
    if (now.breakpoints !== before.breakpoints) conditions.setBreakpoints(now.breakpoints).catch(reportError);
    if (now.watches !== before.watches) conditions.setWatches(now.watches).catch(reportError);
  };
  useView.subscribe(tell);
  tell(useView.getState());
}
