import type { Translated } from '../catalogue.ts';
import type { settings as english } from '../en/settings.ts';

export const settings: Translated<typeof english> = {
  title: '本页设置',
  theme: { title: '主题', system: '跟随系统', light: '浅色', dark: '深色' },
  language: { title: '语言', en: 'English', zh: '简体中文' },
  motion: {
    title: '动画',
    system: '跟随系统',
    still: '无：消息画成箭头，没有滑动和淡入淡出',
  },
  announcements: {
    title: '向屏幕阅读器播报发生的事',
    all: '随时播报：选举、终止、分区、违例',
    quiet: '安静：只播报安全性违例',
  },
};
