import type { Translated } from '../catalogue.ts';
import type { clients as english } from '../en/clients.ts';

export const clients: Translated<typeof english> = {};
