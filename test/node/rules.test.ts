import { describe, expect, it } from 'vitest';
import { layerRules, ruleNames, unknownRule } from '../../src/node/rule-names.ts';
import { ISSUES_WITHOUT_PATH, RULE_GROUPS, ruleCatalogue } from '../../src/node/rules.ts';
import { rules as english } from '../../src/ui/messages/en/rules.ts';
import { rules as chinese } from '../../src/ui/messages/zh-CN/rules.ts';

const names = ruleCatalogue.map((entry) => entry.switch);

/** The correctness issues of etcd's robustness track record; of 20221 there were two faults. */
const track = [
  13766, 14370, 14571, 14685, 15220, 15271, 17247, 17529, 17780, 18055, 18089, 18667, 19179, 20221, 20221,
  20271, 20418,
];

describe('the catalogue of rules', () => {
  it('has every switch of every layer, each once', () => {
    expect(names.toSorted()).toEqual([...ruleNames]);
    for (const { rule, layer } of ruleCatalogue) {
      expect(layerRules.some((each) => each.rule === rule && each.layer === layer)).toBe(true);
    }
  });

  it('has all of B01 to B58', () => {
    const numbers = ruleCatalogue.map(({ number }) => number).filter((number) => number.startsWith('B'));
    const wanted = Array.from({ length: 58 }, (_, i) => `B${String(i + 1).padStart(2, '0')}`);
    expect(numbers).toEqual(wanted);
  });

  it('knows of every issue of the track record, by a switch or by why there is none', () => {
    const withSwitch = ruleCatalogue.flatMap(({ issues }) => issues);
    const without = ISSUES_WITHOUT_PATH.map(({ issue }) => issue);
    for (const issue of track)
      expect([issue, [...withSwitch, ...without].includes(issue)]).toEqual([issue, true]);
    expect(withSwitch.filter((issue) => issue === 20221)).toHaveLength(2);
  });

  it('puts each in a group, and says each in both languages', () => {
    for (const { group } of ruleCatalogue) expect(RULE_GROUPS).toContain(group);
    expect(Object.keys(english.what).toSorted()).toEqual(names.toSorted());
    expect(Object.keys(chinese.what).toSorted()).toEqual(names.toSorted());
    expect(Object.keys(chinese.wild).toSorted()).toEqual(Object.keys(english.wild).toSorted());
  });

  it('says of an unknown name which may have been meant', () => {
    expect(unknownRule(['voteTwice', 'noNoop'])).toBeUndefined();
    expect(unknownRule(['noNoop', 'voteTwise'])).toMatch(
      /"voteTwise"; do you mean "voteTwice"\?.*rules are /,
    );
    expect(unknownRule(['gravity'])).toMatch(/"gravity"; rules are .*voteTwice/);
  });
});
