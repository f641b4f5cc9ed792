import { catalogue } from '../../lessons/course/catalogue.ts';
import { glossary } from '../../lessons/course/glossary/glossary.ts';
import type { Text } from '../../lessons/course/text.ts';
import { courseViews, openCourse } from '../course/open-course.ts';
import { lessonOpener } from '../lesson/lesson-part.ts';
import type { PaletteContext, PaletteItem, Said } from './palette-item.ts';
import { said } from './said.ts';

/** The course's pages, its lessons, and the terms of its glossary. */
export function fromCourse({ lab, view }: PaletteContext): readonly PaletteItem[] {
  const inLanguage = ({ en, zh }: Text): Said =>
    view.language === 'zh-CN' ? { title: zh, also: [en] } : { title: en, also: [zh] };
  const pages = courseViews.map((page): PaletteItem => {
    const { title, also } = said((t) => `${t('course:title')}: ${t(`course:page.${page}`)}`);
    return { id: `course.${page}`, group: 'lessons', title, also, run: () => openCourse(page) };
  });
  const lessons = catalogue.map(({ id, title, question }): PaletteItem => {
    const { title: name, also } = inLanguage(title);
    return {
      id: `lesson.${id}`,
      group: 'lessons',
      title: `${id} ${name}`,
      also: [...also, question.en, question.zh],
      run: async () => (await lessonOpener.load()).openLesson(lab, id),
    };
  });
  const terms = glossary.map(({ id, name, also: others }): PaletteItem => {
    const { title, also } = inLanguage(name);
    return {
      id: `term.${id}`,
      group: 'reference',
      title,
      also: [...also, ...others],
      run: () => openCourse('glossary', id),
    };
  });
  return [...pages, ...lessons, ...terms];
}
