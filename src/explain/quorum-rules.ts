import type { LogIndex, NodeId } from '../base/flavor.ts';
import type { LabConfig, MachineSettings } from '../sim/world/config.ts';
import type { ConfState } from '../raft/entry.ts';
import { emptyTrackerConfig, type TrackerConfig } from '../raft/confchange/tracker-config.ts';
import { rulesWith, type Rules } from '../raft/rules.ts';

/**
 * The rules by which members decide, asked for what would be enough: nothing here counts a quorum itself, so that a rule
 * that is switched to a broken form gives the answers that its members give.
 */
export class QuorumRules {
  readonly rules: Rules;

  /** Of the run; of a member whose own settings switch rules, by these. */
  constructor(config: Pick<LabConfig, 'brokenRules'>, settings: MachineSettings = {}) {
    this.rules = rulesWith(settings.brokenRules ?? config.brokenRules);
  }

  /** Whether what these have, and nobody else, is committed by counting. */
  isCounted(conf: ConfState, have: readonly NodeId[]): boolean {
    return this.rules.committedIndex(configOf(conf), (id) => (have.includes(id) ? 1 : 0)) >= 1;
  }

  /** How many of the voters of one half must have an entry before it counts. */
  needToCommit(voters: readonly NodeId[]): number {
    return least(
      voters,
      (some) => this.rules.committedIndex(halfOf(voters), (id) => (some.includes(id) ? 1 : 0)) >= 1,
    );
  }

  /** Up to which index a leader may count, by what it knows of the voters of one half. */
  countedUpTo(voters: readonly NodeId[], match: (id: NodeId) => LogIndex | undefined): LogIndex {
    return this.rules.committedIndex(halfOf(voters), match);
  }

  /** How many votes of one half elect. */
  needToElect(voters: readonly NodeId[]): number {
    return least(voters, (some) => this.elects(halfOf(voters), some));
  }

  /** Whether the votes of these, and of nobody else, would elect. */
  wouldElect(conf: ConfState, granted: readonly NodeId[]): boolean {
    return this.elects(configOf(conf), granted);
  }

  private elects(config: TrackerConfig, granted: readonly NodeId[]): boolean {
    return this.rules.electionResult(config, (id) => (granted.includes(id) ? true : undefined)) === 'won';
  }
}

/** The least number of them, the first ones, that is enough; all and one more, where nothing ever is. */
function least(voters: readonly NodeId[], isEnough: (some: readonly NodeId[]) => boolean): number {
  for (let count = 0; count <= voters.length; count++) if (isEnough(voters.slice(0, count))) return count;
  return voters.length + 1;
}

function configOf({ voters, votersOutgoing }: ConfState): TrackerConfig {
  return { ...emptyTrackerConfig, incoming: voters, outgoing: votersOutgoing };
}

function halfOf(voters: readonly NodeId[]): TrackerConfig {
  return { ...emptyTrackerConfig, incoming: voters };
}
