import type { DataAnswers, DataHindrances, DataNeeds } from '../../../explain/why/data-answers.ts';

export const dataAnswers = {
  entryCommitted: '任期 {{term}} 的条目 {{index}} 已提交。',
} as const satisfies Record<keyof DataAnswers, string>;

export const dataNeeds = {
  synced: '{{node}} 的磁盘须完成队列中的写入。',
} as const satisfies Record<keyof DataNeeds, string>;

export const dataHindrances = {
  notSynced: '{{node}} 尚未落盘',
} as const satisfies Record<keyof DataHindrances, string>;
