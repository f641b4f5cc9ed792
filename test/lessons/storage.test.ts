import { describe, expect, it } from 'vitest';
import { InProcessStage } from '../../src/lessons/run/in-process-stage.ts';
import { runScript } from '../../src/lessons/run/run-script.ts';
import type { Script, ScriptStep } from '../../src/lessons/language/script.ts';
import { recordedFiles } from './recorded-scripts.ts';
import { outcomeOf } from './run-text.ts';

const async3 = 'cluster voters=1,2,3 async';

describe('asynchronous storage in scripts', () => {
  it('is settled like the rest: an election, a write, a crash and a restart end as with a disk that is waited for', async () => {
    const lines = [
      'campaign 1',
      'propose 1 x=1',
      'expect 1,2,3 log=1,1 commit=2 applied=2 stable=2 kv.x=1',
      'crash 2',
      'propose 1 y=2',
      'restart 2',
      'tick 1',
      'expect 1,2,3 applied=3 kv.y=2',
      'transfer 1 3',
      'expect 3 role=L term=2',
    ];
    expect(await outcomeOf(async3, ...lines)).toBe('passed');
    expect(await outcomeOf('cluster voters=1,2,3', ...lines)).toBe('passed');
  });

  it('lets a leader go on whose disk is stuck: heartbeats go, others commit, it applies when its disk has it', async () => {
    expect(
      await outcomeOf(
        async3,
        'campaign 1',
        'stall 1 append',
        'mark',
        'propose 1 x=1',
        'tick 30',
        'expect msgs MsgHeartbeat=60',
        'expect 1 role=L term=1 last=2 stable=1 commit=2 applied=1',
        'expect 2,3 commit=2 applied=2 kv.x=1',
        'unstall 1',
        'settle',
        'expect 1 stable=2 applied=2 kv.x=1',
      ),
    ).toBe('passed');
  });

  it('answers nobody before the disk has what the answer vouches for, and a crash loses what waits', async () => {
    expect(
      await outcomeOf(
        async3,
        'campaign 1',
        'stall 2',
        'isolate 3',
        'mark',
        'propose 1 x=1',
        'expect msgs MsgAppResp=0',
        'expect 2 last=2 stable=1',
        'expect 1 commit=1',
        'crash 2',
        'unstall 2',
        'restart 2',
        'expect 2 last=1',
        'tick 1',
        'expect 1,2 commit=2',
      ),
    ).toBe('passed');
  });

  it('is made by hand a piece at a time, and says when there is none', async () => {
    expect(
      await outcomeOf(
        'cluster voters=1 async',
        'manual',
        'campaign 1',
        'ready 1',
        'expect 1 role=C stable=0',
        'append 1',
        'ready 1',
        'expect 1 role=L last=1 stable=0',
        'append 1',
        'ready 1',
        'expect 1 stable=1 commit=1 applied=0',
        'apply 1',
        'expect 1 applied=1',
      ),
    ).toBe('passed');
    expect(await outcomeOf(async3, 'append 1')).toBe('2: expected n1 has work to append, got there is none');
    expect(await outcomeOf('cluster voters=1,2,3', 'append 1')).toBe(
      '2: expected a cluster with async, got storage is synchronous: nothing waits for a disk',
    );
  });
});

/** A follower that does not answer, and six writes of one message each. */
function silentFollower(limit: string): string[] {
  return [
    `cluster voters=1,2,3 msgBytes=1 ${limit}`,
    'campaign 1',
    'hold 2>1',
    'mark',
    ...['a', 'b', 'c', 'd', 'e', 'f'].map((key) => `propose 1 ${key}=1`),
  ];
}

describe('limits of raft in scripts', () => {
  it('uncommitted: a leader cut off drops proposals that would be too much, and takes them again later', async () => {
    expect(
      await outcomeOf(
        'cluster voters=1,2,3 uncommitted=60',
        'campaign 1',
        'isolate 1',
        'propose 1 a=1',
        'propose 1 b=2',
        'propose 1 c=3',
        'propose 1 d=4',
        'propose 1 e=5',
        'propose 1 f=6',
        'expect msgs ErrProposalDropped>=1',
        'expect 1 commit=1 last<7',
        'heal',
        'tick 1',
        'propose 1 g=7',
        'expect 1,2,3 kv.g=7',
      ),
    ).toBe('passed');
  });

  it('inflightBytes: a follower that does not answer is sent no more than fits', async () => {
    expect(await outcomeOf(...silentFollower(''), 'expect 2 last=7')).toBe('passed');
    expect(
      await outcomeOf(...silentFollower('inflightBytes=20'), 'expect 2 last<5', 'release', 'expect 2 last=7'),
    ).toBe('passed');
  });
});

describe('a disk to start from', () => {
  it('without log= is one with an empty log', async () => {
    expect(
      await outcomeOf('cluster voters=1,2,3', 'load 1 term=7 vote=2', 'expect 1 term=7 vote=2 last=0 log='),
    ).toBe('passed');
  });
});

/** What counts messages or goes Ready by Ready counts on a disk that is waited for. */
function countsOnTheDisk({ steps }: Script): boolean {
  return steps.some(({ action }) => ['manual', 'ready', 'expectMessages', 'continue'].includes(action.type));
}

function asynchronous(step: ScriptStep): ScriptStep {
  const { action } = step;
  return action.type === 'cluster' ? { ...step, action: { ...action, asyncStorage: true } } : step;
}

it('scripts that count no messages and go by themselves pass with asynchronous storage as well', async () => {
  const scripts = recordedFiles()
    .flatMap(({ scripts }) => scripts)
    .filter((script) => !countsOnTheDisk(script));
  expect(scripts.length).toBeGreaterThan(20);
  for (const { name, steps } of scripts) {
    const { failure } = await runScript({ name, steps: steps.map(asynchronous) }, new InProcessStage());
    expect({ name, failure }).toEqual({ name });
  }
});
