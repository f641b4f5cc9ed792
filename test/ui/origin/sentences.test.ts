import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import { msToMicros } from '../../../src/base/flavor.ts';
import { makeDice } from '../../../src/base/random.ts';
import { follow } from '../../../src/explain/follow/follow.ts';
import { origin } from '../../../src/explain/origin/origin.ts';
import { RunPast } from '../../../src/lab/debug/run-past.ts';
import { Run } from '../../../src/lab/play/run.ts';
import { Member } from '../../../src/node/member.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';
import { follow as followEn } from '../../../src/ui/messages/en/follow.ts';
import { origin as originEn } from '../../../src/ui/messages/en/origin.ts';
import { follow as followZh } from '../../../src/ui/messages/zh-CN/follow.ts';
import { origin as originZh } from '../../../src/ui/messages/zh-CN/origin.ts';
import { storySentence } from '../../../src/ui/follow/FollowStory.tsx';
import { stepSentence } from '../../../src/ui/origin/OriginSteps.tsx';
import { drawPlaces } from '../../explain/origin/random-places.ts';
import { randomRun } from '../../explain/recorded-run.ts';

const i18n = createInstance();
void i18n.init({
  lng: 'en',
  resources: {
    en: { origin: originEn, follow: followEn },
    'zh-CN': { origin: originZh, follow: followZh },
  },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** A template whose name has no value says so; one that has none at all is its key. */
const broken = /\{\{|\b(input|did|end)\.\w|undefined|NaN|节点 [，。：的]|node [,.:]|node $/;

it('every step has a sentence in both languages, with all that it names', async () => {
  const { run } = await randomRun(
    { nodes: 3, seed: 31, snapshotCount: 20, snapshotCatchUpEntries: 5 },
    ['kill', 'restart', 'partition', 'loss', 'transfer', 'membership', 'compaction'],
    1000,
  );
  const past = new RunPast(run);
  const deeds = new Set<string>();
  const said: string[] = [];
  for (const place of drawPlaces(past, makeDice(31, 'sentences'), 50)) {
    for (const step of await origin(past, place)) {
      deeds.add(step.did);
      const english = stepSentence(i18n.getFixedT('en', 'origin'), step);
      expect(english).toBe(step.text);
      said.push(english, stepSentence(i18n.getFixedT('zh-CN', 'origin'), step));
    }
  }
  for (let id = 1; id <= past.now.calls.lastId; id += 4) {
    for (const step of (await follow(past, { type: 'call', id })).steps) {
      deeds.add(step.did);
      said.push(storySentence(i18n.getFixedT('en', 'follow'), step));
      said.push(storySentence(i18n.getFixedT('zh-CN', 'follow'), step));
    }
  }
  for (const sentence of new Set(said)) expect(sentence).not.toMatch(broken);
  expect(deeds.size).toBeGreaterThan(20);
});

it('who is asked by a pre-candidate has given its vote to nobody', async () => {
  const run = await Run.begin(parseConfig({ nodes: 3, seed: 7 }), new InProcessHost(Member), Member);
  await run.advance(msToMicros(3000));
  const past = new RunPast(run);
  const leader = [...past.now.machines.values()].find(({ image }) => image?.view().state === 'StateLeader');
  const steps = await origin(past, { type: 'hardState', node: leader?.id ?? 0, field: 'term' });
  const asked = steps.find(({ input }) => input.type === 'message' && input.messageType === 'MsgPreVote');
  expect(asked?.did).toBe('preGranted');
  expect(asked?.text).toMatch(
    /^MsgPreVote \d+ came from node \d: node \d would give its vote to node \d, and/,
  );
});
