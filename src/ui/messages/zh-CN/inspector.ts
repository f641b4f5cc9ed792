import type { Translated } from '../catalogue.ts';
import type { inspector as english } from '../en/inspector.ts';

export const inspector: Translated<typeof english> = {};
