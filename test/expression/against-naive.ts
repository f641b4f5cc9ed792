import { expect } from 'vitest';
import { drawInt, drawUnit, makeDice, type Dice } from '../../src/base/random.ts';
import { encodeUtf8 } from '../../src/base/utf8.ts';
import { Monitors } from '../../src/check/monitors.ts';
import { compile, isCompiled, type Compiled } from '../../src/expression/compile.ts';
import { isExpressionError } from '../../src/expression/expression-error.ts';
import { mayMatter } from '../../src/expression/needs.ts';
import { parse } from '../../src/expression/parse.ts';
import type { Memory } from '../../src/expression/step-view.ts';
import type { Tree } from '../../src/expression/tree.ts';
import type { Value } from '../../src/expression/value.ts';
import { Member } from '../../src/node/member.ts';
import { Cluster } from '../../src/sim/cluster.ts';
import { CommandError, type Command } from '../../src/sim/command/command.ts';
import { InProcessHost } from '../../src/sim/in-process-host.ts';
import type { World } from '../../src/sim/world/world.ts';
import { parseConfig } from '../../src/sim/world/parse-config.ts';
import { drawCommand } from '../sim/random-commands.ts';
import { drawEtcdCommand } from '../sim/random-etcd.ts';
import { drawExpression, plainExpressions } from './draw-expression.ts';
import { Naive, takePhoto } from './naive.ts';

/** An expression that is asked after every step, and once more only when its needs say so. */
interface Asked {
  readonly text: string;
  readonly tree: Tree;
  readonly compiled: Compiled;
  readonly memory: Memory;
  readonly sparse: Memory;
  readonly facts: Memory;
  before: Value;
  mattered: boolean;
}

function understood(text: string): Asked {
  const tree = parse(text);
  if (isExpressionError(tree)) throw new Error(`${text}: ${tree.message} at ${tree.at}`);
  const compiled = compile(tree);
  if (!isCompiled(compiled)) throw new Error(`${text}: ${compiled.message} at ${compiled.at}`);
  const [memory, sparse, facts] = [compiled.newMemory(), compiled.newMemory(), compiled.newMemory()];
  return { text, tree, compiled, memory, sparse, facts, before: undefined, mattered: true };
}

/** Puts of a client that has a name, and everything else that may happen. */
function drawAny(dice: Dice, world: World): Command {
  const kind = drawUnit(dice);
  if (kind < 0.4) return drawCommand(dice, world);
  if (kind < 0.5) return drawEtcdCommand(dice, world);
  const [key, value] = ['abx'.charAt(drawInt(dice, 0, 2)), `v${drawInt(dice, 0, 20)}`];
  const put = { type: 'put', key: encodeUtf8(key), value: encodeUtf8(value), lease: 0n } as const;
  const node = drawInt(dice, 1, 3);
  return { type: 'request', request: world.calls.lastId + 1, node, client: 'A', operation: put };
}

/**
 * Random expressions over a random run: each is asked after every step, and must give what the naive evaluator finds; asked only
 * where its needs say so it must give the same, and have no other value where it was passed over. Returns which share of all was
 * passed over.
 */
export async function holdAgainstEachOther(
  seed: number,
  expressions: number,
  steps: number,
): Promise<number> {
  const dice = makeDice(seed, 'expressions');
  const drawn = Array.from({ length: expressions }, () => drawExpression(dice, drawInt(dice, 0, 3)));
  const asked = [...plainExpressions, ...drawn].map(understood);
  const config = parseConfig({
    seed,
    snapshotCount: 20,
    loss: 0.02,
    clientTimeoutMs: 300,
    brokenRules: seed % 3 === 0 ? ['voteTwice'] : [],
  });
  const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors());
  const { world } = cluster;
  // Before its first election next to nothing happens.
  if (seed % 4 > 0) await cluster.run({ until: Infinity, events: 150 * (1 + (seed % 4)) });
  const naive = new Naive();
  let passedOver = 0;
  let violations = 0;
  for (let step = 0; step < steps; step++) {
    if (step > 0) await happen(dice, cluster);
    const photo = takePhoto(cluster);
    // Whoever begins to look has seen no event yet.
    naive.photos.push(step === 0 ? { ...photo, event: undefined } : photo);
    const facts = { nodes: [...photo.nodes.keys()], facts: (node: number) => photo.nodes.get(node)?.view };
    const event = step === 0 ? undefined : world.last;
    const hasNewViolation = world.watcher.violations.length > violations;
    violations = world.watcher.violations.length;
    for (const one of asked) {
      const { text, tree, compiled } = one;
      const say = `seed ${seed}, event ${world.events}: ${text}`;
      const expected = naive.value(tree, step);
      expect(compiled.evaluate({ event, world }, one.memory), say).toEqual(expected);
      if (compiled.factsOnly)
        expect(compiled.evaluateFacts(facts, one.facts), `${say}, of facts`).toEqual(expected);
      const matters = event === undefined || mayMatter(compiled.needs, event, hasNewViolation);
      if (matters || (compiled.usesEvent && !compiled.momentary && one.mattered)) {
        expect(compiled.evaluate({ event, world }, one.sparse), `${say}, asked seldom`).toEqual(expected);
      } else {
        passedOver++;
        if (compiled.momentary) expect([undefined, false], `${say}, passed over`).toContain(expected);
        else expect(expected, `${say}, passed over`).toEqual(one.before);
      }
      one.before = expected as Value;
      one.mattered = matters;
    }
  }
  return passedOver / (asked.length * steps);
}

/** One event, by itself or by somebody. */
async function happen(dice: Dice, cluster: Cluster): Promise<void> {
  const before = cluster.world.events;
  while (cluster.world.events === before) {
    if (drawUnit(dice) < 0.85) await cluster.run({ until: Infinity, events: 1 });
    if (cluster.world.events > before) return;
    await cluster.act(drawAny(dice, cluster.world)).catch((error: unknown) => {
      if (!(error instanceof CommandError)) throw error;
    });
  }
}
