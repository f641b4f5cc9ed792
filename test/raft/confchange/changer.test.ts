import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  confChangeErrorText,
  emptyTrackerConfig,
  enterJoint,
  enterJointKind,
  isLeaveJoint,
  leaveJoint,
  restoreConfState,
  simple,
  toConfState,
} from '../../../src/raft/confchange/changer.ts';
import type { ConfChangeOutcome, ConfChangeResult } from '../../../src/raft/confchange/changer.ts';
import type { ConfChangeSingle, ConfChangeTransition, ConfChangeV2 } from '../../../src/raft/entry.ts';
import { parseConfChanges } from '../../../src/transcript/conf-change-text.ts';
import { modelConfig, modelEnter, modelLeave, modelSimple, nothing } from './naive-model.ts';
import type { Model } from './naive-model.ts';

const empty: ConfChangeResult = { config: emptyTrackerConfig, members: [] };

function mustSucceed(outcome: ConfChangeOutcome): ConfChangeResult {
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome;
}

const voters = (...ids: number[]): ConfChangeResult =>
  restoreConfState({ voters: ids, votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false });

const change: fc.Arbitrary<ConfChangeSingle> = fc.record(
  {
    type: fc.constantFrom(
      'ConfChangeAddNode' as const,
      'ConfChangeRemoveNode' as const,
      'ConfChangeAddLearnerNode' as const,
      'ConfChangeUpdateNode' as const,
    ),
    nodeId: fc.nat({ max: 6 }),
  },
  { noNullPrototype: true },
);
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('simple' as const),
      changes: fc.array(change, { maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('enter' as const),
      autoLeave: fc.boolean(),
      changes: fc.array(change, { maxLength: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function make({ config, members }: ConfChangeResult, asked: Step): ConfChangeOutcome {
  if (asked.kind === 'simple') return simple(config, members, asked.changes);
  return asked.kind === 'enter'
    ? enterJoint(config, members, asked.autoLeave, asked.changes)
    : leaveJoint(config, members);
}

function makeModel(model: Model, asked: Step): Model | string {
  if (asked.kind === 'simple') return modelSimple(model, asked.changes);
  return asked.kind === 'enter' ? modelEnter(model, asked.autoLeave, asked.changes) : modelLeave(model);
}

/** Runs steps from nothing; refused ones leave everything as it is. */
function run(
  steps: readonly Step[],
  look: (before: ConfChangeResult, after: ConfChangeResult, step: Step) => void,
) {
  let result = empty;
  for (const asked of steps) {
    const outcome = make(result, asked);
    if ('error' in outcome) continue;
    look(result, outcome, asked);
    result = outcome;
  }
  return result;
}

const sequences = fc.array(step, { maxLength: 25 });
const runs = { numRuns: 1500 };

describe('configuration changes', () => {
  test.prop([sequences], runs)('make and refuse what a model of wishes does', (steps) => {
    let result = empty;
    let model = nothing;
    for (const asked of steps) {
      const outcome = make(result, asked);
      const expected = makeModel(model, asked);
      if (typeof expected === 'string') {
        expect(outcome).toEqual({ error: expected });
      } else {
        result = mustSucceed(outcome);
        model = expected;
        expect(result.config).toEqual(modelConfig(model));
      }
    }
  });

  test.prop([sequences], runs)('track exactly those who are in a half or a learner', (steps) => {
    run(steps, (_, { config, members }) => {
      const named = [...config.incoming, ...config.outgoing, ...config.learners, ...config.learnersNext];
      expect(members.map(({ id }) => id)).toEqual([...new Set(named)].sort((a, b) => a - b));
      for (const { id, learner } of members) expect(learner).toBe(config.learners.includes(id));
    });
  });

  test.prop([sequences], runs)(
    'keep whom they keep: fresh are only those who were not there, or removed between',
    (steps) => {
      run(steps, (before, after, asked) => {
        const there = new Set(before.members.map(({ id }) => id));
        const removed =
          asked.kind === 'leave' ? [] : asked.changes.filter(({ type }) => type === 'ConfChangeRemoveNode');
        for (const { id, fresh } of after.members) {
          if (!there.has(id)) expect(fresh).toBe(true);
          else if (fresh) expect(removed.map(({ nodeId }) => nodeId)).toContain(id);
        }
      });
    },
  );

  test.prop([sequences], runs)(
    'restoring what was stored gives the same configuration and members',
    (steps) => {
      const { config, members } = run(steps, () => undefined);
      const restored = restoreConfState(toConfState(config));
      expect(restored.config).toEqual(config);
      expect(restored.members).toEqual(members.map(({ id, learner }) => ({ id, learner, fresh: true })));
    },
  );

  test.prop(
    [fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), fc.array(change, { maxLength: 6 })],
    runs,
  )('through a joint configuration and out of it is the same as the changes one by one', (ids, changes) => {
    const start = voters(...ids);
    const joint = enterJoint(start.config, start.members, false, changes);
    if ('error' in joint) return;
    const left = mustSucceed(leaveJoint(joint.config, joint.members));
    const { learners, incoming } = left.config;
    let direct = start;
    for (const single of changes) {
      const outcome = simple(direct.config, direct.members, [single]);
      if ('error' in outcome) return; // between, no voters would be left
      direct = outcome;
    }
    expect({ learners, incoming }).toEqual({
      learners: direct.config.learners,
      incoming: direct.config.incoming,
    });
  });
});

describe('corners of configuration changes', () => {
  it('one removed and added again by one change is tracked afresh', () => {
    const { config, members } = voters(1, 2, 3);
    const result = mustSucceed(simple(config, members, parseConfChanges('r3 v3')));
    expect(result.members).toEqual([
      { id: 1, learner: false, fresh: false },
      { id: 2, learner: false, fresh: false },
      { id: 3, learner: false, fresh: true },
    ]);
  });

  it('one that still votes in the outgoing half keeps its progress through removal and return', () => {
    const { config, members } = voters(1, 2, 3);
    const result = mustSucceed(enterJoint(config, members, false, parseConfChanges('r3 v3')));
    expect(result.members.filter(({ fresh }) => fresh)).toEqual([]);
  });

  it('a change does not touch what it was made from', () => {
    const { config, members } = voters(1, 2, 3);
    const before = structuredClone({ config, members });
    enterJoint(config, members, true, parseConfChanges('l1 v4 r2'));
    expect({ config, members }).toEqual(before);
  });

  it('two voters at once need a joint configuration, or the rule that is broken on purpose', () => {
    const { config, members } = voters(1, 2, 3);
    expect(simple(config, members, parseConfChanges('v4 v5'))).toEqual({ error: 'multipleVotersChanged' });
    const broken = mustSucceed(simple(config, members, parseConfChanges('r1 r2'), { arbitrary: true }));
    expect(broken.config.incoming).toEqual([3]);
  });

  it('every refusal has a text', () => {
    expect(new Set(Object.values(confChangeErrorText)).size).toBe(6);
  });

  it('a configuration that no changes lead to is an assertion', () => {
    const none = { voters: [], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
    expect(() => restoreConfState({ ...none, learners: [4] })).toThrow('removedAllVoters');
    expect(restoreConfState(none)).toEqual(empty);
  });

  it('members that do not fit the configuration are an assertion', () => {
    const { config, members } = voters(1, 2);
    expect(() => simple(config, members.slice(1), [])).toThrow('no progress for 1');
  });
});

const v2 = (transition: ConfChangeTransition, text: string): ConfChangeV2 => ({
  version: 2,
  transition,
  changes: parseConfChanges(text),
  context: undefined,
});

describe('how a change is made', () => {
  it.each([
    ['ConfChangeTransitionAuto', '', { joint: false }],
    ['ConfChangeTransitionAuto', 'v1', { joint: false }],
    ['ConfChangeTransitionAuto', 'v1 v2', { joint: true, autoLeave: true }],
    ['ConfChangeTransitionJointImplicit', 'v1', { joint: true, autoLeave: true }],
    ['ConfChangeTransitionJointExplicit', 'v1', { joint: true, autoLeave: false }],
    ['ConfChangeTransitionJointExplicit', 'v1 v2', { joint: true, autoLeave: false }],
  ] as const)('%s with changes "%s"', (transition, text, expected) => {
    expect(enterJointKind(v2(transition, text))).toEqual(expected);
  });

  it('only the empty change leaves a joint configuration, whatever its context', () => {
    expect(isLeaveJoint(v2('ConfChangeTransitionAuto', ''))).toBe(true);
    expect(isLeaveJoint({ ...v2('ConfChangeTransitionAuto', ''), context: new Uint8Array([1]) })).toBe(true);
    expect(isLeaveJoint(v2('ConfChangeTransitionAuto', 'u1'))).toBe(false);
    expect(isLeaveJoint(v2('ConfChangeTransitionJointExplicit', ''))).toBe(false);
  });
});
