import type { Frame } from '../lab/frame/frame.ts';
import type { LabPort } from '../lab/lab-port.ts';
import { reportError } from '../ui/act.ts';
import { haltedAt } from '../ui/conditions/of-frame.ts';
import { addPanelMessages } from '../ui/messages/panels.ts';
import { t } from '../ui/messages/say.ts';
import { useView } from '../ui/view-state.ts';

type Lists = Pick<ReturnType<typeof useView.getState>, 'breakpoints' | 'watches'>;

/**
 * The lab has the breakpoints and the watch expressions that the page shows, whoever has changed them: a hand, a link, a file.
 * Where a breakpoint has halted the run, that is said.
 */
export function tellConditions(lab: LabPort): void {
  let told: Lists = useView.getInitialState();
  const tell = (now: Lists): void => {
    const before = told;
    told = now;
    if (now.breakpoints !== before.breakpoints) lab.setBreakpoints(now.breakpoints).catch(reportError);
    if (now.watches !== before.watches) lab.setWatches(now.watches).catch(reportError);
  };
  useView.subscribe((state, before) => {
    tell(state);
    if (state.frame !== before.frame && state.frame !== undefined) sayHalt(state.frame, before.frame);
  });
  tell(useView.getState());
}

function sayHalt(frame: Frame, before: Frame | undefined): void {
  const halted = haltedAt(frame);
  if (halted === undefined) return;
  if (before !== undefined && haltedAt(before) === halted && before.events === frame.events) return;
  const { breakpoints, notify } = useView.getState();
  const condition = breakpoints.find(({ id }) => id === halted)?.condition;
  if (condition === undefined) return;
  addPanelMessages();
  notify('info', t('conditions:halted', { condition }), undefined, {
    label: t('conditions:open'),
    run: () => useView.setState({ panelTab: 'conditions', phoneTab: 'conditions', alone: undefined }),
    passes: true,
    ofRun: true,
  });
}
