import { microsToMs, type Micros } from '../base/flavor.ts';
import type { StateType } from '../raft/ready.ts';
import type { Command } from '../sim/command/command.ts';
import { entryOf } from '../sim/command/table.ts';
import type { MemberPhase, WorldEvent } from '../sim/record/world-event.ts';
import { messageText } from './message-text.ts';

const roles: Readonly<Record<StateType, string>> = {
  StateFollower: 'follower',
  StatePreCandidate: 'pre-candidate',
  StateCandidate: 'candidate',
  StateLeader: 'leader',
};

/** `leader, term 3`, `killed`, `paused`. */
export function phaseText({ status, state, term }: Omit<MemberPhase, 'node'>): string {
  return status === 'up' ? `${roles[state]}, term ${term}` : status;
}

/** A command as it is called, with what it is about: `kill`, `split 1 2 | 3`. */
export function commandText(command: Command): string {
  const { object } = entryOf(command.type).label(command);
  return object === undefined ? command.type : `${command.type} ${object}`;
}

/** What happened, in one line of etcd's own names. */
export function happeningText(event: WorldEvent): string {
  if (event.command !== undefined) return commandText(event.command);
  if (event.type === 'client') return `client ${event.client ?? ''} ${event.heard?.type ?? ''}`.trimEnd();
  const { input } = event;
  if (input === undefined) return event.type;
  switch (input.type) {
    case 'message':
    case 'peer':
      return messageText(input.message);
    case 'request':
      return `request #${input.request} ${input.operation.type}`;
    case 'confChange':
    case 'requestGone':
    case 'http':
    case 'httpGone':
      return `${input.type} #${input.request}`;
    case 'writeDone':
      return `writeDone #${input.write}`;
    case 'applyDone':
      return `applyDone #${input.apply}`;
    default:
      return input.type;
  }
}

/** Milliseconds, to the microsecond. */
export function msText(at: Micros): string {
  return String(microsToMs(at));
}
