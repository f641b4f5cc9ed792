import { describe, expect, it } from 'vitest';
import { enabledActions } from '../../src/sim/hand/enabled-actions.ts';
import { hand as english } from '../../src/ui/messages/en/hand.ts';
import { hand as chinese } from '../../src/ui/messages/zh-CN/hand.ts';
import { handGroups } from '../../src/view/hand/hand-groups.ts';
import { somewhere } from '../sim/hand/random-hand.ts';

const wanted = (text: string): string[] => [...text.matchAll(/{{(\w+)}}/g)].map(([, name = '']) => name);

describe('the words of what may happen next', () => {
  it('say nothing that their action does not know, and each action has its place on the page', async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 12; seed++) {
      const actions = enabledActions((await somewhere(seed)).world);
      for (const { id, label } of actions) {
        seen.add(label.key);
        for (const catalogue of [english, chinese]) {
          const words = catalogue.name[label.key] + catalogue.says[label.key];
          const unknown = wanted(words).filter((name) => label.values[name] === undefined);
          expect(unknown, `seed ${seed}: ${id}, “${words}”`).toEqual([]);
        }
      }
      const { nodes, clients } = handGroups(actions);
      const placed = [
        ...nodes.flatMap(({ timers, work, process, messages }) =>
          [timers, work, process, messages.flatMap((group) => group.actions)].flat(),
        ),
        ...clients,
      ];
      expect(new Set(placed), `seed ${seed}`).toEqual(new Set(actions));
      expect(placed.length, `seed ${seed}`).toBe(actions.length);
    }
    expect(seen.size, [...seen].join()).toBeGreaterThan(10);
  });
});
