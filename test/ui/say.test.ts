import { t as plain } from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { speak, startMessages } from '../../src/ui/messages/i18n.ts';
import { t } from '../../src/ui/messages/say.ts';

beforeAll(() => startMessages('en'));

it('says what i18next says, also the second time and with other numbers', async () => {
  for (const language of ['en', 'zh-CN', 'en'] as const) {
    await speak(language);
    for (const index of [7, 8, 7]) {
      expect(t('logs:committed', { index })).toBe(plain('logs:committed', { index }));
    }
    expect(t('logs:empty')).toBe(plain('logs:empty'));
    expect(t('logs:empty')).toBe(plain('logs:empty'));
  }
});

it('changes with the language', async () => {
  await speak('en');
  const english = t('logs:committed', { index: 7 });
  await speak('zh-CN');
  expect(t('logs:committed', { index: 7 })).not.toBe(english);
  await speak('en');
  expect(t('logs:committed', { index: 7 })).toBe(english);
});
