import { EXIT, Exit } from '../exit.ts';
import type { Printed } from '../printer.ts';

/** -w table: only lists of members and of endpoints, and a snapshot's status, are drawn. */
export function printTable(_what: Printed): string {
  throw new Exit(EXIT.badFeature, 'table not supported as output format');
}
