import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTranscripts } from '../../src/cli/transcript-files.ts';
import { Lab } from '../../src/lab/lab.ts';
import { Member } from '../../src/node/member.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import { parseDatadriven } from '../../src/transcript/datadriven.ts';
import { runInteraction } from '../../src/transcript/interaction-commands.ts';
import { Interaction } from '../../src/transcript/interaction.ts';
import { looksLikeTranscript } from '../../src/transcript/looks-like.ts';

function makeLab(): Lab {
  return new Lab({ host: new InProcessHost(Member), factory: Member, clock: () => 0 });
}

const files = findTranscripts('test/transcripts/raft').map((path) => ({
  name: basename(path),
  text: readFileSync(path, 'utf8'),
}));

const role = {
  StateFollower: 'follower',
  StatePreCandidate: 'precandidate',
  StateCandidate: 'candidate',
  StateLeader: 'leader',
} as const;

/** Where a transcript leaves raft alone, a line a node. */
function raftAlone(text: string, before: number): string[] {
  const env = new Interaction();
  for (const directive of parseDatadriven(text)) runInteraction(env, directive);
  return env.members.map(({ raft, storage }) => {
    const { id, softState, hardState } = raft.status();
    const [commit, last] = [hardState.commit - before, storage.lastIndex() - before].map((index) =>
      Math.max(0, index),
    );
    return `${id}: ${role[softState.raftState]} term ${hardState.term} commit ${commit} last ${last}`;
  });
}

/**
 * Where the two differ, as a member is more than raft. One that restarts applies its log again from its snapshot, and does not
 * campaign while a change of the configuration is not applied again (rnd_1_041, from line 108); raft alone knows what it had applied.
 * What is proposed to one that knows no leader waits there for one, as in etcd, and is proposed then: here a change of the
 * configuration that raft alone drops (rnd_1_059, line 271).
 */
const others = new Set(['rnd_1_041.txt', 'rnd_1_059.txt']);

/** Why a run by hand cannot be such a transcript. */
const refused =
  /^line \d+ of the transcript, "[^"]+": (the lab's members have no (max-committed-size-per-ready|disable-conf-change-validation)|entry \d+ of the run is the last|what a client puts is a larger entry)/;

describe('a transcript of raft’s interaction tests as a run by hand', () => {
  it('leaves the nodes as raft alone is left, or is refused with its line and why', async () => {
    let played = 0;
    for (const { name, text } of files) {
      const lab = makeLab();
      let report;
      try {
        report = await lab.importTranscript(text);
      } catch (error) {
        expect(String(error), name).toMatch(new RegExp(`CommandError: ${refused.source.slice(1)}`));
        continue;
      }
      played++;
      const { nodes, byHand, violations } = await lab.state();
      expect(byHand, name).toBe(true);
      expect(violations, name).toEqual([]);
      const alone = raftAlone(text, report.indexesBefore);
      const here = nodes
        .slice(0, alone.length)
        .map(
          ({ id, role: is, term, commitIndex, stableIndex }) =>
            `${id}: ${is} term ${term} commit ${commitIndex} last ${stableIndex}`,
        );
      if (others.has(name)) expect(here, name).not.toEqual(alone);
      else expect(here, name).toEqual(alone);
    }
    expect(played).toBeGreaterThan(25);
  });

  it('is a run like any other: sought, stepped through, and gone on with by hand', async () => {
    const lab = makeLab();
    const text = files.find(({ name }) => name === 'forwarding.txt')?.text ?? '';
    await lab.importTranscript(text);
    const [hash, { events }] = [await lab.hash(), await lab.state()];
    await lab.seekEvent(0);
    await lab.step('event', events);
    expect(await lab.hash()).toBe(hash);
    const actions = await lab.enabledActions();
    expect(actions.map(({ type }) => type)).toContain('tick');
  });

  it('what cannot be is refused before anything is touched', async () => {
    const lab = makeLab();
    await lab.reset({ seed: 7, nodes: 3 });
    await lab.runFor(500);
    const before = await lab.hash();
    const add = 'add-nodes 3 voters=(1,2,3) index=2\n----\nok\n\n';
    const bad: readonly (readonly [text: string, why: RegExp])[] = [
      ['', /no add-nodes/],
      ['campaign 1\n----\nok\n', /no add-nodes/],
      [`${add}send-snapshot 1 2\n----\nok\n`, /line 5 .*no leader sends/],
      [`${add}campaign 4\n----\nok\n`, /line 5 .*node of this cluster/],
      [`${add}campaign one\n----\nok\n`, /line 5 .*no whole number/],
      [`${add}committed cfg=(1) idx=(2)\n----\nok\n`, /line 5 .*table/],
      [`${add}fly 1\n----\nok\n`, /line 5 .*no such command/],
      [`${add}campaign 1\n`, /line 5 .*no ----/],
      [`${add}deliver-msgs 1 type=MsgFoo\n----\nok\n`, /line 5 .*unknown message type/],
      ['add-nodes 10 voters=(1,2) index=2\n----\nok\n', /line 1 .*nodes 1 to 9/],
      ['add-nodes 3\n----\nok\n', /line 1 .*no voters/],
      ['add-nodes 1 voters=(1) index=2 max-uncommitted-size=8\n----\nok\n', /line 1 .*a larger entry/],
      [`${add}add-nodes 1 voters=(1) index=9\n----\nok\n`, /line 5 .*another snapshot/],
      [`${add}propose-conf-change 1 transition=odd\nv2\n----\nok\n`, /line 5 .*unknown transition/],
    ];
    for (const [text, why] of bad) await expect(lab.importTranscript(text), text).rejects.toThrow(why);
    expect(await lab.hash()).toBe(before);
  });
});

describe('whether a text is meant as a transcript', () => {
  it('says yes to every interaction file, and no to scripts, pictures and prose', () => {
    for (const { name, text } of files) expect(looksLikeTranscript(text), name).toBe(true);
    for (const text of [
      '',
      'lesson A\ncluster 3\n',
      '# a title\n----\n',
      '<svg/>',
      'add-nodes 3',
      '{"add-nodes": 1}\n----',
    ]) {
      expect(looksLikeTranscript(text), text).toBe(false);
    }
  });
});
