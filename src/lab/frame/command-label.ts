import type { Command, DiskSettings, LinkSettings } from '../../sim/command/command.ts';
import type { MachineSettings } from '../../sim/world/config.ts';

/** A command in the words a script would use: `kill 3`, `partition 1,2|3,4,5`, `cut 1>2`. */
export function labelOfCommand(command: Command): string {
  switch (command.type) {
    case 'kill':
    case 'restart':
    case 'pause':
    case 'resume':
    case 'isolate':
    case 'campaign':
    case 'forgetLeader':
    case 'snapshotNow':
    case 'addMachine':
    case 'loseDisk':
    case 'forceNewCluster':
    case 'crashed':
      return `${command.type} ${command.node}`;
    case 'transferLeader':
      return `transferLeader ${command.to}`;
    case 'partition':
      return `partition ${command.groups.map((group) => group.join(',')).join('|')}`;
    case 'cut':
    case 'uncut':
      return `${command.type} ${command.from}${command.oneWay ? '>' : '-'}${command.to}`;
    case 'heal':
      return 'heal';
    case 'disk':
    case 'configure':
      return `${command.type} ${command.node} ${settingsLabel(command.settings)}`;
    case 'link':
      return `link ${command.from}>${command.to} ${settingsLabel(command.settings)}`;
    case 'deliver':
    case 'hold':
    case 'release':
    case 'drop':
    case 'duplicate':
      return `${command.type} message ${command.message}`;
    case 'request':
      return `${command.operation.type} at ${command.node}`;
    case 'confChange':
      return `confChange at ${command.node}`;
    default:
      return '';
  }
}

function settingsLabel(settings: LinkSettings | DiskSettings | MachineSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}
