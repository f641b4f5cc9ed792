import type { Translated } from '../catalogue.ts';
import type { logs as english } from '../en/logs.ts';

export const logs: Translated<typeof english> = {};
