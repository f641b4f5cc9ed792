import { t } from 'i18next';
import { brief } from '../../base/brief.ts';
import type { LabPort } from '../../lab/lab-port.ts';
import { bareFrameRequest } from '../../lab/play/opening.ts';
import { isScripted, scriptOf } from '../../lessons/broken/script-of.ts';
import type { TimedRun } from '../../lessons/broken/broken-run.ts';
import { brokenRuns } from '../../lessons/broken/schedules.ts';
import { ruleNames } from '../../node/rule-names.ts';
import { ruleCatalogue, type SwitchName } from '../../node/rules.ts';
import { nameRun } from '../run-name.ts';
import { useView } from '../view-state.ts';

/** The address of a run that breaks a rule, beside the page's own. */
export function addressOf(name: SwitchName): string {
  return `?rule=${name}`;
}

/** Whether there is a schedule that breaks it. */
export function hasRun(name: SwitchName): boolean {
  return brokenRuns[name] !== undefined;
}

/**
 * The schedule that breaks a rule takes the place of the run that is open, paused at its end. Resolves with the number of the run
 * (`Frame.run`). Rejects, and what was open stays, where there is no such rule.
 */
export async function openRule(lab: LabPort, asked: string): Promise<number> {
  const entry = ruleCatalogue.find((each) => each.switch === asked);
  const run = entry && brokenRuns[entry.switch];
  if (entry === undefined || run === undefined)
    throw new Error(t('rules:unknown', { name: brief(asked), names: ruleNames.join(', ') }));
  const { switch: name } = entry;
  if (isScripted(run)) await lab.script(scriptOf(name, run, true));
  else await playTimed(lab, name, run);
  const picture = await lab.picture(bareFrameRequest);
  nameRun(picture.run, addressOf(name));
  useView
    .getState()
    .notify('info', () => t('rules:opened', { rule: name, what: t(`rules:what.${name}`) }), undefined, {
      label: () => t('rules:more'),
      run: () => useView.setState({ door: 'rules' }),
      ofRun: true,
      passes: true,
    });
  return picture.run;
}

async function playTimed(lab: LabPort, name: SwitchName, { config, steps, endMs }: TimedRun): Promise<void> {
  await lab.reset({ ...config, brokenRules: [name] });
  let nowMs = 0;
  for (const { atMs, command } of steps) {
    if (atMs > nowMs) await lab.runFor(atMs - nowMs);
    nowMs = atMs;
    await lab.act(command);
  }
  await lab.runFor(endMs - nowMs);
}
