import { describe, expect, it } from 'vitest';
import { CommandError } from '../../src/sim/command/command.ts';
import { defaultLabConfig } from '../../src/sim/world/config.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';

describe('a configuration', () => {
  it('is the default where nothing is said', () => {
    expect(parseConfig()).toEqual(defaultLabConfig);
    expect(parseConfig({ seed: undefined, nodes: 3 })).toEqual({ ...defaultLabConfig, nodes: 3 });
  });

  const table: [unknown, string][] = [
    [{ nodes: 0 }, 'nodes is 0, but must be a whole number from 1 to 9'],
    [{ nodes: 10 }, 'nodes is 10, but must be a whole number from 1 to 9'],
    [{ nodes: 2.5 }, 'nodes is 2.5, but must be a whole number from 1 to 9'],
    [{ nodes: '3' }, 'nodes is "3", but must be a whole number from 1 to 9'],
    [{ nodes: 7, learners: 3 }, 'learners is 3, but must be a whole number from 0 to 2 beside 7 nodes'],
    [{ loss: 1.01 }, 'loss is 1.01, but must be a number from 0 to 1'],
    [{ loss: NaN }, 'loss is'],
    [{ tickMs: 0 }, 'tickMs is 0, but must be a number from 1 to 60000'],
    [{ heartbeatTicks: 10 }, 'heartbeatTicks is 10, but must be below electionTicks'],
    [{ preVote: 1 }, 'preVote is 1, but must be true or false'],
    [{ readOnly: 'lease' }, 'readOnly is "lease", but must be "safe" or "leaseBased"'],
    [{ readOnly: 'leaseBased', checkQuorum: false }, 'must be "safe" while checkQuorum is false'],
    [{ latency: 3 }, 'there is no field "latency"'],
    [{ brokenRules: ['voteThrice'] }, 'there is no rule "voteThrice"'],
    [{ brokenRules: 'voteTwice' }, 'brokenRules is "voteTwice", but must be a list'],
    [[], 'a configuration is an object'],
    ['nodes=3', 'a configuration is an object'],
  ];
  it.each(table)('%j is refused with field, value and range', (fields, message) => {
    expect(() => parseConfig(fields)).toThrow(CommandError);
    expect(() => parseConfig(fields)).toThrow(message);
  });
});
