import type { LogIndex, NodeId } from '../base/flavor.ts';
import {
  confChangeErrorText,
  emptyTrackerConfig,
  enterJoint,
  leaveJoint,
  simple,
  toConfState,
} from '../raft/confchange/changer.ts';
import type { ConfChangeOutcome, ConfChangeResult } from '../raft/confchange/changer.ts';
import { allowKeys, parseBoolean, valueOf } from './arguments.ts';
import { parseConfChanges } from './conf-change-text.ts';
import { TranscriptError } from './datadriven.ts';
import type { Directive } from './datadriven.ts';
import { describeConfig, describeProgress } from './describe-node.ts';

export const confChangeCommands: readonly string[] = ['simple', 'enter-joint', 'leave-joint'];

/** The configuration of one file of the configuration change tables, and how each member's progress began. */
export class ConfChangeTable {
  #result: ConfChangeResult = { config: emptyTrackerConfig, members: [] };
  readonly #next = new Map<NodeId, LogIndex>();
  /** The log grows by an entry with every directive, made or refused: it is what a new progress starts from. */
  #lastIndex: LogIndex = 0;

  run(directive: Directive): string {
    const outcome = this.#change(directive);
    const lastIndex = this.#lastIndex++;
    if ('error' in outcome) return confChangeErrorText[outcome.error];
    this.#result = outcome;
    for (const { id, fresh } of outcome.members) if (fresh) this.#next.set(id, Math.max(lastIndex, 1));
    return this.#describe();
  }

  #change({ name, args, input }: Directive): ConfChangeOutcome {
    allowKeys(args, name === 'enter-joint' ? ['autoleave'] : []);
    const { config, members } = this.#result;
    const changes = parseConfChanges(input.join(' '));
    if (name === 'simple') return simple(config, members, changes);
    if (name === 'enter-joint') {
      const autoLeave = parseBoolean(valueOf(args, 'autoleave') ?? 'false', 'autoleave');
      return enterJoint(config, members, autoLeave, changes);
    }
    if (changes.length > 0) throw new TranscriptError('leave-joint takes no changes');
    return leaveJoint(config, members);
  }

  #describe(): string {
    const { config, members } = this.#result;
    const lines = members.map(({ id, learner }) => {
      const progress = {
        id,
        learner,
        state: 'StateProbe',
        match: 0,
        next: this.#next.get(id) ?? 0,
        paused: false,
        recentActive: true,
        pendingSnapshot: 0,
        inflight: 0,
        inflightFull: false,
      } as const;
      return `${id}: ${describeProgress(progress)}\n`;
    });
    return `${describeConfig(toConfState(config))}\n${lines.join('')}`;
  }
}
