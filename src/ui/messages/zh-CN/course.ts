import type { Translated } from '../catalogue.ts';
import type { course as english } from '../en/course.ts';

export const course: Translated<typeof english> = {
  title: '课程',
  progressUnreadable:
    '这个浏览器保存的学习进度无法读取（{{problem}}）。原内容已在浏览器存储里另存为“{{key}}”；课程从头开始。',
};
