import type { Translated } from '../catalogue.ts';
import type { branches as english } from '../en/branches.ts';

export const branches: Translated<typeof english> = {
  title: '分支',
  name: '分支 {{id}}',
  from: '{{name}}，在 {{at}} 秒处从{{parent}}分出',
  ends: '{{words}}，到 {{end}} 秒',
  current: '{{words}}，正在查看',
  keys: '上下方向键选择分支，Enter 前往其最新时刻，F2 重命名，Delete 删除。',
  goesTo: '前往 {{name}} 的最新时刻',
  begun: '{{name}} 从这里开始；原来的未来保留在 {{old}}。',
  backTo: '回到{{name}}',
  menu: '{{name}}：可做的操作',
  kept: 'A，留作比较',
  does: {
    switch: { name: '切换到它', does: '到它的最新时刻；当前分支保留' },
    rename: { name: '重命名', does: '起一个自己的名字' },
    compare: { name: '与当前分支比较', does: '有何不同，从哪里分开' },
    compareOther: { name: '与另一个比较', does: '有何不同，从哪里分开' },
    delete: { name: '删除', does: '可以撤销' },
  },
  rename: '{{name}} 的名称',
  deleted: '已删除{{name}}。',
  undo: '撤销',
};
