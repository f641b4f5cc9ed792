import type { likelihood as english } from '../en/likelihood.ts';
import type { Translated } from '../catalogue.ts';

export const likelihood: Translated<typeof english> = {
  title: '从何时起已成定局？',
  ask: '从到达该状态之前的各个时刻起，让集群用别的随机数重新走很多遍：有多少遍仍会到达？',
  askByHand: '从到达该状态之前的各个时刻起，随机选取接下来发生的事，重新走很多遍：有多少遍仍会到达？',
  condition: '到达的状态',
  reached: '由事件 {{event}} 在 {{seconds}} s 到达',
  unknown: '所示时刻之前最近一次到达',
  back: '起点',
  backs: {
    near: '之前数千个事件',
    s2: '之前 2 s',
    s10: '之前 10 s',
    s60: '之前 60 s',
    all: '一开始',
  },
  runs: '每个时刻重走的遍数',
  repeats: '人所做的操作在原来的时间照样重做',
  start: '找出来',
  again: '再来一次',
  stop: '停止',
  working: '正在重走别的走向…',
  failed: '无法得出：{{reason}}',
  bend: {
    event:
      '关键在 {{seconds}} s 的事件 {{event}}：在它之前每 100 遍有 {{before}} 遍到达该状态，在它之后有 {{after}} 遍。',
    between:
      '在事件 {{from}} 与事件 {{to}}（{{seconds}} s）之间上升最多：每 100 遍从 {{before}} 遍升到 {{after}} 遍。',
    last: '直到使其到达的那个事件为止都不确定：紧接其前重走，每 100 遍有 {{before}} 遍到达。',
    none: '一路上都已注定：从每个时刻重走的每一遍都到达该状态。请从更早处开始。',
    always: '从运行之初就已注定：从每个时刻重走的每一遍都到达该状态。',
  },
  go: '转到事件 {{event}}',
  goBefore: '转到它的前一刻',
  chart: '到达之前各时刻的可能性',
  axis: { share: '到达', time: '虚拟时间，s', event: '事件' },
  table: {
    show: '以表格显示',
    event: '事件',
    time: '时间，s',
    reached: '到达',
    bounds: '大约介于',
  },
  of: '{{runs}} 遍中 {{reached}} 遍',
  percents: '{{low}} 与 {{high}} %',
};
