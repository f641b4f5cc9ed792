import type { Translated } from '../catalogue.ts';
import type { common as english } from '../en/common.ts';

export const common: Translated<typeof english> = {
  name: 'Quorumscope',
  node: '节点 {{id}}',
  close: '关闭',
  cancel: '取消',
  apply: '应用',
  none: '无',
  yes: '是',
  no: '否',
  any: '任意',
  term: '任期 {{term}}',
  index: '索引',
  value: '值',
  key: '键',
  role: {
    StateFollower: '跟随者',
    StatePreCandidate: '预候选者',
    StateCandidate: '候选者',
    StateLeader: '领导者',
  },
  status: { up: '运行中', killed: '已终止', paused: '已暂停' },
  member: { voter: '投票成员', learner: '学习者', none: '非成员' },
  stale_other: '落后 {{count}}',
  outcome: { pending: '等待中', ok: '成功', failed: '失败', unknown: '结果未知' },
  late: {
    title: '请稍候',
    loading: '正在加载…',
    failed:
      '页面的这一部分无法加载，运行不受影响。请检查网络后重试；如果网站已经更新，请在看完之后重新加载页面。',
    again: '重试',
    broken: '页面的这一部分出错了，运行不受影响。',
    showAgain: '重新绘制',
  },
  work: {
    runFor: '正在快速推进',
    runUntil: '正在推进，直到条件满足',
    step: '正在寻找下一个',
    back: '正在后退',
    seek: '正在前往该时刻',
    script: '正在运行脚本',
    stop: '停止 (Esc)',
    silent_other: '模拟已有 {{count}} 秒没有响应：它在等待某个 Worker，或者正忙。',
    anew: '重新开始',
  },
  loading: '正在启动集群…',
};
