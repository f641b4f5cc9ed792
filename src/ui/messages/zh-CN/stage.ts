import type { Translated } from '../catalogue.ts';
import type { stage as english } from '../en/stage.ts';

export const stage: Translated<typeof english> = {};
