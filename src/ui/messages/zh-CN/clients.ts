import type { Translated } from '../catalogue.ts';
import type { clients as english } from '../en/clients.ts';

export const clients: Translated<typeof english> = {
  title: '客户端',
  label: '各节点上的客户端请求，从发起到返回',
  list: '请求，最新的在前',
  empty: '还没有请求。写入一个键再读出来：每个请求都会从发起到返回显示在这里。',
  more_other: '另有 {{count}} 个更早的请求',
  status: { pending: '等待中', ok: '成功', failed: '失败', unknown: '未知' },
  statusHint: {
    pending: '尚未得到应答',
    ok: '已得到应答',
    failed: '确定没有生效',
    unknown: '可能已生效、稍后生效或永不生效',
  },
  consistency: { linearizable: '线性一致', serializable: '可串行化' },
  at: 'n{{id}}',
  revision: '修订号 {{revision}}',
  since: '已等待 {{ms}} ms',
  took: '{{ms}} ms',
  invoked: '{{seconds}} 秒发起',
  nothingFound: '没有这个键',
};
