import type { Translated } from '../catalogue.ts';
import type { network as english } from '../en/network.ts';

export const network: Translated<typeof english> = {
  what: '对网络做什么',
  nodes: '成员',
  leave: '离开',
  split: {
    name: '分割',
    title: '分割网络',
    do: '分割',
    hint: '按下要去另一侧的成员的数字；再按一次，该成员换到下一组。',
    group: '组',
  },
  link: {
    name: '一条链路',
    title: '选择一条链路',
    hint: '按下两个成员的数字：可对这条链路做的事随即列出。',
    to: '{{node}} 与 …',
  },
  move: {
    title: '在图上移动节点',
    hint: '方向键移动 {{node}}，按住 Shift 移动一点。',
    ways: '移动方向',
    left: '向左',
    up: '向上',
    down: '向下',
    right: '向右',
    ring: '全部排成一圈',
    done: '完成',
  },
};
