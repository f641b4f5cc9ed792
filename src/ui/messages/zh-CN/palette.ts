import type { Translated } from '../catalogue.ts';
import type { palette as english } from '../en/palette.ts';

export const palette: Translated<typeof english> = {
  title: '查找操作',
  placeholder: '输入名称：终止 n2、图 8、恢复网络…',
  list: '现在能做的事',
  none: '没有叫“{{typed}}”的操作，或者现在做了也不起作用。',
  recent: '最近用过',
  found: '找到的',
  group: {
    time: '时间',
    cluster: '集群',
    page: '页面',
    lab: '实验',
    lessons: '课程',
    gallery: '著名场景',
    rules: '违反规则的运行',
    nodes: '节点和链路',
    panels: '面板',
    runUntil: '运行到',
    stepBy: '步进单位',
    reference: '消息',
  },
  shifted: {
    toCause: '到选中之物（或最近事件）的第一个后果',
    nextHit: '到事件列表（按当前筛选）的上一个事件',
    nextMessage: '上一条途中的消息',
  },
  safety: '安全性质，以及破坏它们的事',
  panel: '面板：{{panel}}',
  select: '选中 {{node}}',
  until: '运行到：{{target}}',
  stepBy: '步进单位：{{kind}}',
};
