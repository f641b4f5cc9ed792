import { checkCommand } from '../command/check-command.ts';
import { CommandError, type Command } from '../command/command.ts';
import { brief } from '../../base/brief.ts';
import type { World } from '../world/world.ts';
import { enabledAction } from './enabled-actions.ts';

/**
 * The command of an action that may happen now, by the action's id. Throws a CommandError that says why it may not: the one
 * of its command, where the id is one of an action that there could be.
 */
export function commandOfAction(world: World, id: string): Command {
  const action = enabledAction(world, id);
  if (action !== undefined) return action.command;
  if (!world.byHand) {
    throw new CommandError(
      'notByHand',
      'time goes by itself: byHand(true) lets it stand, then pick what happens',
    );
  }
  const asked = candidate(id);
  if (asked !== undefined) checkCommand(world, asked);
  throw new CommandError(
    'notEnabled',
    `there is no action ${brief(id)}: enabledActions() lists what may happen now`,
  );
}

/** What an action of this id would ask for; undefined: none has such an id. */
function candidate(id: unknown): unknown {
  const [, type = '', which = ''] = /^([a-zA-Z]+):(.+)$/s.exec(String(id)) ?? [];
  const number = Number(which);
  switch (type) {
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return { type, message: number };
    case 'finishWrite':
    case 'finishApply':
    case 'ready':
    case 'tick':
    case 'elapse':
    case 'kill':
    case 'restart':
    case 'resume':
      return { type, node: number };
    case 'report':
      return { type, report: number };
    case 'timeout':
      return { type, request: number };
    case 'clientStep':
      return { type, client: which };
    default:
      return undefined;
  }
}
