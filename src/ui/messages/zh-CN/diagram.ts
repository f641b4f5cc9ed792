import type { Translated } from '../catalogue.ts';
import type { diagram as english } from '../en/diagram.ts';

export const diagram: Translated<typeof english> = {
  nodes: '只看这些节点（不选即全部）',
  terms: '只看这些任期',
  first: '从',
  last: '到',
  types: '画出的消息',
  onlyNode: '只看 n{{id}}',
  onlyTerm: '只看任期 {{term}}',
  onlyTerms: '只看任期 {{first}} 至 {{last}}',
  without: '不含 {{type}}',
  withoutTypes: '不含 {{count}} 种消息',
  allNodes: '不再只看此节点',
  allTerms: '全部任期',
  allTypes: '全部消息类型',
  window: '{{from}} 至 {{to}} 秒 · {{ms}} ms',
  noWindow: '取消所选时段',
  zoomTo: '放大到此',
  export: '导出此段…',
  cone: '因果锥',
  coneHint: '什么可能影响了所选之物，它又可能影响什么（R）',
  past_other: '{{count, number}} 个事件可能影响了它',
  future_other: '它可能影响 {{count, number}} 个事件',
  noFuture: '无人收到它',
};
