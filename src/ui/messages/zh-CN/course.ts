import type { Translated } from '../catalogue.ts';
import type { course as english } from '../en/course.ts';

export const course: Translated<typeof english> = {
  title: '课程',
  progressUnreadable:
    '这个浏览器保存的学习进度无法读取（{{problem}}）。原内容已在浏览器存储里另存为“{{key}}”；课程从头开始。',
  history: {
    title: '历史 {{name}}：客户端看到的',
    explained: '每个 ● 是该次调用可能生效的一个瞬间：按这个顺序，所有应答都说得通。',
    unexplained: '没有任何顺序能在其他应答之后解释标有 ✗ 的应答。',
    open: '一直没有返回',
    impossible: '没有顺序能解释这个应答',
  },
};
