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
 * Where a breakpoint has halted the run, that is said, for as long as it stands there.
 */
export function tellConditions(lab: LabPort): void {
  let told: Lists = useView.getInitialState();
  let said: number | undefined;
  const tell = (now: Lists): void => {
    const before = told;
    told = now;
    if (now.breakpoints !== before.breakpoints) lab.setBreakpoints(now.breakpoints).catch(reportError);
    if (now.watches !== before.watches) lab.setWatches(now.watches).catch(reportError);
  };
  useView.subscribe((state, before) => {
    tell(state);
    if (state.frame === before.frame || state.frame === undefined) return;
    if (isHaltNew(state.frame, before.frame)) said = sayHalt(state.frame);
    else if (haltedAt(state.frame) === undefined && said !== undefined) {
      // It has gone on.
      if (state.notice?.id === said) state.closeNotice();
      said = undefined;
    }
  });
  tell(useView.getState());
}

function isHaltNew(frame: Frame, before: Frame | undefined): boolean {
  const halted = haltedAt(frame);
  if (halted === undefined) return false;
  return before === undefined || haltedAt(before) !== halted || before.events !== frame.events;
}

/** The notice that says so, by its id. */
function sayHalt(frame: Frame): number | undefined {
  const { breakpoints, notify } = useView.getState();
  const condition = breakpoints.find(({ id }) => id === haltedAt(frame))?.condition;
  if (condition === undefined) return undefined;
  addPanelMessages();
  notify('info', () => t('conditions:halted', { condition }), undefined, {
    label: () => t('conditions:open'),
    run: () => useView.setState({ panelTab: 'conditions', phoneTab: 'conditions', alone: undefined }),
    passes: true,
    ofRun: true,
  });
  return useView.getState().notice?.id;
}
