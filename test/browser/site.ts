import { test as base, expect, type Page } from '@playwright/test';
import { present } from '../../src/base/assert.ts';
import type { WorldNode, WorldState } from '../../src/lab/frame/world-state.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The page under test, as somebody uses it and as a script does. */
export class Site {
  /** What the console and uncaught errors said: nothing may. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    page.on('console', (message) => {
      const isPlaywrights = message.text().startsWith('Service Worker registration blocked by Playwright');
      if (/error|warning/.test(message.type()) && !isPlaywrights) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** Opens the page and waits for its first frame. */
  async open(search = ''): Promise<void> {
    await this.page.goto(`./${search}`);
    await this.page.evaluate(() => window.quorumscope.ready);
  }

  /** A fresh, paused cluster: whatever happens next is the test's doing. */
  async openPaused(config: object = {}): Promise<void> {
    await this.open();
    await this.page.evaluate(async (wanted) => {
      await window.quorumscope.pause();
      await window.quorumscope.reset(wanted);
    }, config);
  }

  /** A paused cluster of five that has a leader. */
  async openWithLeader(config: object = {}): Promise<number> {
    await this.openPaused(config);
    await this.page.evaluate(async () => {
      await window.quorumscope.step('election');
      await window.quorumscope.runFor(300);
    });
    return present((await this.leader())?.id, 'a leader after its election');
  }

  state(): Promise<WorldState> {
    return this.page.evaluate(() => window.quorumscope.state());
  }

  /** The leader of the highest term. */
  async leader(): Promise<WorldNode | undefined> {
    const { nodes } = await this.state();
    return nodes
      .filter(({ role, status }) => role === 'leader' && status === 'up')
      .toSorted((a, b) => Number(a.term) - Number(b.term))
      .at(-1);
  }

  /** Where a node is drawn, in pixels of the page. */
  async centreOf(node: number): Promise<Point> {
    const disc = this.page.locator(`g[data-node="${node}"] circle`).first();
    const box = present(await disc.boundingBox(), `node ${node} is drawn`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** Clicks a node on the stage and then an action of its menu. */
  async doTo(node: number, action: RegExp): Promise<void> {
    const { x, y } = await this.centreOf(node);
    await this.page.mouse.click(x, y);
    await this.page.getByRole('menuitem', { name: action }).click();
  }

  /** All keys and taps so far have done what they do: the state is asked for after them, and stays the same. */
  async settled(): Promise<void> {
    let before = -1;
    await expect
      .poll(async () => {
        const { events } = await this.state();
        const same = events === before;
        before = events;
        return same;
      })
      .toBe(true);
  }

  async drag(from: Point, to: Point): Promise<void> {
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await this.page.mouse.move(to.x, to.y, { steps: 4 });
    await this.page.mouse.up();
  }
}

export const test = base.extend<{ site: Site }>({
  site: async ({ page }, use) => {
    const site = new Site(page);
    await use(site);
    expect(site.complaints).toEqual([]);
  },
});

export { expect };
