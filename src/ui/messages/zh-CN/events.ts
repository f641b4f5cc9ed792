import type { Translated } from '../catalogue.ts';
import type { events as english } from '../en/events.ts';

export const events: Translated<typeof english> = {
  label: '本分支的事件，按顺序',
  search: '搜索事件',
  text: '搜索：n3、MsgApp、rejected、term 2 …',
  node: '节点',
  anyNode: '任意节点',
  type: '类型',
  anyType: '任意类型',
  rejected: '只看拒绝',
  condition: '条件',
  says: {
    nothing: '列出它开始成立的事件。按 Enter 筛选。',
    condition: '这是条件：按 Enter 只列出它开始成立之处。',
    applied: '列表显示它开始成立之处。',
    value: '这是一个值。筛选需要真假：请与某个值比较。',
  },
  only: '只看 {{what}}',
  filters: '筛选',
  next: '下一个',
  previous: '上一个',
  inspect: '查看事件 {{number}}',
  noNext: '列表中此后没有事件。',
  noPrevious: '列表中此前没有事件。',
  all_other: '{{count}} 个事件',
  hits_other: '找到 {{count}} 个事件',
  hitsMore_other: '已找到 {{count}} 个事件，滚动可继续',
  became: '{{role}}，任期 {{term}}',
  committed: '提交 {{index}}',
  answered: '一次调用得到答复',
};
