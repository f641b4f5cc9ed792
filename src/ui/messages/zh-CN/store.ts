import type { Translated } from '../catalogue.ts';
import type { store as english } from '../en/store.ts';

export const store: Translated<typeof english> = {};
