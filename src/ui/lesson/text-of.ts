import type { Text } from '../../lessons/course/text.ts';
import { useView, type Language } from '../view-state.ts';

export function textIn(language: Language, text: Text): string {
  return language === 'zh-CN' ? text.zh : text.en;
}

/** Texts of lessons in the language that is shown. */
export function useText(): (text: Text) => string {
  const language = useView((state) => state.language);
  return (text) => textIn(language, text);
}
