import type { CDPSession, Locator, Page } from '@playwright/test';
import { present } from '../../src/base/assert.ts';
import { expect, type Point, type Site } from './site.ts';

/** A person with one finger and a phone: the page is told nothing otherwise, and only looked at. */
export class Finger {
  #session: Promise<CDPSession> | undefined;

  constructor(
    readonly page: Page,
    readonly site: Site,
  ) {}

  async tapAt({ x, y }: Point): Promise<void> {
    await this.page.touchscreen.tap(x, y);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** What has been typed into a field before is typed over. */
  async type(field: Locator, text: string): Promise<void> {
    await field.tap();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.type(text);
  }

  /** Taps a node on the stage and then an action of its menu. */
  async doTo(node: number, action: RegExp): Promise<void> {
    await this.tapAt(await this.site.centreOf(node));
    await this.page.getByRole('menuitem', { name: action }).tap();
  }

  async stepToElection(): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Step by' }).selectOption('election');
    await this.button('Forward one election').tap();
    await this.site.settled();
    expect(await this.site.leader()).not.toBe(undefined);
  }

  /** Taps the button that goes forward until it is so. */
  async stepUntil(what: string, kind: string, isSo: () => Promise<boolean>, most = 200): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Step by' }).selectOption(kind);
    for (let tapped = 0; tapped < most; tapped += 5) {
      if (await isSo()) return;
      for (let i = 0; i < 5; i++) await this.button(`Forward one ${kind}`).tap();
      await this.site.settled();
    }
    expect(await isSo(), what).toBe(true);
  }

  async drag(from: Point, to: Point): Promise<void> {
    const session = await this.#touch();
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: [...points] });
    await touch('touchStart', [from]);
    const moves = 12;
    for (let i = 1; i <= moves; i++)
      await touch('touchMove', [
        { x: from.x + ((to.x - from.x) * i) / moves, y: from.y + ((to.y - from.y) * i) / moves },
      ]);
    await touch('touchEnd', []);
  }

  #touch(): Promise<CDPSession> {
    this.#session ??= this.page.context().newCDPSession(this.page);
    return this.#session;
  }

  /** How far everything that can scroll has been scrolled. */
  scrolled(): Promise<readonly string[]> {
    return this.page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('body *')].flatMap((element) =>
        element.scrollTop === 0 && element.scrollLeft === 0
          ? []
          : [
              `${element.getAttribute('class') ?? element.tagName} ${element.scrollLeft} ${element.scrollTop}`,
            ],
      ),
    );
  }

  /**
   * What is too small for a finger, as sentences: everything that can be pressed is at least 24 pixels wide and high
   * (WCAG 2.5.8), and what `primary` matches 44.
   */
  tooSmall(primary: string): Promise<readonly string[]> {
    return this.page.evaluate((most) => {
      const pressed = document.querySelectorAll<HTMLElement>(
        'button, select, input, summary, a[href], [role=tab], [role=menuitem]',
      );
      return [...pressed].flatMap((element) => {
        const label = element.closest('label');
        const isLabelled = element.matches('[type=checkbox], [type=radio]') && label !== null;
        const { width, height } = (isLabelled ? label : element).getBoundingClientRect();
        const style = getComputedStyle(element);
        // What only the keyboard and screen readers have is no target.
        if (
          width === 0 ||
          style.pointerEvents === 'none' ||
          element.closest('.visually-hidden, .data-unseen')
        )
          return [];
        const least = element.matches(most) ? 44 : 24;
        if (width >= least - 0.01 && height >= least - 0.01) return [];
        const name = element.getAttribute('aria-label') ?? element.textContent;
        return [
          `<${element.tagName.toLowerCase()} class="${element.className}"> “${name.trim().slice(0, 30)}” is ${width.toFixed(0)}×${height.toFixed(0)}, not ${least}`,
        ];
      });
    }, primary);
  }

  /** The least that a finger has of a node on the stage, in pixels. */
  async nodeAcross(): Promise<number> {
    const boxes = await this.page.locator('g[data-node] .node-body').all();
    const sizes = await Promise.all(
      boxes.map(async (box) => present(await box.boundingBox(), 'a node is drawn')),
    );
    return Math.min(...sizes.flatMap(({ width, height }) => [width, height]));
  }
}
