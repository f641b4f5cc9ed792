import type { Translated } from '../catalogue.ts';
import type { layouts as english } from '../en/layouts.ts';

export const layouts: Translated<typeof english> = {
  title: '布局',
  now: '布局：{{name}}',
  fullScreen: '全屏',
  explore: { name: '探索', does: '集群图在日志之上，详情在旁边，时间横贯底部' },
  lecture: { name: '讲课', does: '大幅集群图，日志在下方，后排也能看清的字号；控件很少' },
  debug: { name: '调试', does: '给详情、日志和时间更多空间' },
  lesson: { name: '课程', does: '集群图在日志和详情之上，课程在旁边时图仍然够大' },
  phone: { name: '手机', does: '集群图，以及一次一个视图' },
};
