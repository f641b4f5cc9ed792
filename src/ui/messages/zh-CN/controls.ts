import type { Translated } from '../catalogue.ts';
import type { controls as english } from '../en/controls.ts';

export const controls: Translated<typeof english> = {};
