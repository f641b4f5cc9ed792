import { useCallback } from 'react';
import type { Text } from '../lessons/course/text.ts';
import { useView } from './view-state.ts';

/** Gives a text that is data in the language that the page speaks. */
export function useText(): (text: Text) => string {
  const language = useView((state) => state.language);
  return useCallback(({ en, zh }) => (language === 'zh-CN' ? zh : en), [language]);
}
