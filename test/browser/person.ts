import type { Page } from '@playwright/test';
import { expect, type Site } from './site.ts';

/** A person at the keyboard: the page is told nothing otherwise, and only looked at. */
export class Keyboard {
  constructor(
    readonly page: Page,
    readonly site: Site,
  ) {}

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** What has the focus, by role-like words. */
  focus(): Promise<string> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      const label = element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      return `${element?.tagName.toLowerCase() ?? ''} ${label.trim()}`;
    });
  }

  /** Chooses what the arrow keys step by. */
  async stepBy(kind: string): Promise<void> {
    const kinds = this.page.locator('select.step-kinds');
    for (let i = 0; i < 12; i++) {
      const chosen = await kinds.inputValue();
      if (chosen === kind) break;
      await this.press(']');
      await expect(kinds).not.toHaveValue(chosen);
    }
    await expect(kinds).toHaveValue(kind);
  }

  /** Steps on, some presses at a time, until it is so. */
  async stepUntil(what: string, isSo: () => Promise<boolean>, most = 300): Promise<void> {
    for (let pressed = 0; pressed < most; pressed += 20) {
      if (await isSo()) return;
      for (let i = 0; i < 20; i++) await this.press('ArrowRight');
      await this.site.settled();
    }
    expect(await isSo(), what).toBe(true);
  }

  /** Tab until the focus is on something. */
  async tabTo(what: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    for (let i = 0; i < 80; i++) {
      if (what.test(await this.focus())) return;
      await this.press(key);
    }
    expect(await this.focus()).toMatch(what);
  }
}
