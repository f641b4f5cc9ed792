import type { Translated } from '../catalogue.ts';
import type { store as english } from '../en/store.ts';

export const store: Translated<typeof english> = {
  node: '存储所属节点',
  compare: '对比',
  alone: '不对比',
  killed: '{{node}} 已终止：内存中的存储已消失，重启后从磁盘恢复。',
  loading: '正在读取…',
  newest: '修订号 {{revision}}（最新）',
  asOf: '截至修订号 {{revision}}，最新为 {{newest}}',
  compacted: '已压缩到修订号 {{revision}}，更早的版本不复存在',
  notCompacted: '尚未压缩',
  empty: '还没有键。请在集群视图下方写入一个。',
  differ_other: '{{count}} 个键不一致',
  same: '两个节点的存储一致。',
  otherMissing: '这一时刻没有 {{node}} 的存储可供对比。',
  key: '键',
  value: '值',
  absent: '不存在',
  changes: '最近的变更',
  change: { put: '写入', delete: '删除' },
};
