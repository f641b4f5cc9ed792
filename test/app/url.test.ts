import { describe, expect, it } from 'vitest';
import { explainProblem, formatOptions, parseOptions } from '../../src/app/url.ts';
import { defaultLabConfig } from '../../src/sim/world/config.ts';

describe('the options in the address', () => {
  it('are none in a bare address', () => {
    expect(parseOptions('')).toEqual({ config: {}, problems: [] });
  });

  it('are read by the type of each setting', () => {
    const { config, problems } = parseOptions(
      '?nodes=7&seed=9&loss=0.1&preVote=false&checkQuorum=1&readOnly=leaseBased&bootstrap=etcd&clusterToken=mine&brokenRules=voteTwice,commitByHalf',
    );
    expect(config).toEqual({
      nodes: 7,
      seed: 9,
      loss: 0.1,
      preVote: false,
      checkQuorum: true,
      readOnly: 'leaseBased',
      bootstrap: 'etcd',
      clusterToken: 'mine',
      brokenRules: ['voteTwice', 'commitByHalf'],
    });
    expect(problems).toEqual([]);
  });

  it.each([
    ['nodes=many', 'nodes=many: it must be a number'],
    ['nodes=', 'nodes=: it must be a number'],
    ['seed=Infinity', 'seed=Infinity: it must be a number'],
    ['preVote=perhaps', 'preVote=perhaps: it must be true or false'],
    ['readOnly=fast', 'readOnly=fast: it must be one of: safe, leaseBased'],
    ['bootstrap=no', 'bootstrap=no: it must be one of: plain, etcd'],
    ['node=5', 'node=5: there is no such option'],
    ['toString=1', 'toString=1: there is no such option'],
  ])('are refused one by one, the others stay: %s', (option, explanation) => {
    const { config, problems } = parseOptions(`?seed=3&${option}&learners=1`);
    expect(problems.map(explainProblem)).toEqual([explanation]);
    expect(config).toMatchObject({ learners: 1 });
  });

  it('are written for what differs from the default, and read back as the same', () => {
    expect(formatOptions(defaultLabConfig)).toBe('');
    const config = {
      ...defaultLabConfig,
      nodes: 3,
      seed: 4_294_967_295,
      loss: 0.1,
      preVote: false,
      readOnly: 'leaseBased',
      clusterToken: 'a b&c=%2C',
      brokenRules: ['voteTwice', 'commitByHalf'],
    } as const;
    const search = formatOptions(config);
    expect(search).toMatch(/^\?nodes=3&seed=4294967295&/);
    expect(parseOptions(search)).toEqual({
      config: {
        nodes: 3,
        seed: 4_294_967_295,
        loss: 0.1,
        preVote: false,
        readOnly: 'leaseBased',
        clusterToken: 'a b&c=%2C',
        brokenRules: ['voteTwice', 'commitByHalf'],
      },
      problems: [],
    });
  });
});
