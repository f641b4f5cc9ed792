import { drawTable } from '../../text/table-writer.ts';
import { EXIT, Exit } from '../exit.ts';
import { promoteFault } from '../panic.ts';
import type { Printed } from '../printer.ts';
import { rowsOf } from './rows.ts';

/** -w table: only lists of members and of endpoints, and a snapshot's status, are drawn. */
export function printTable(what: Printed): string {
  const table = rowsOf(what);
  if (table !== undefined) return drawTable(table.header, table.rows);
  throw promoteFault(what) ?? new Exit(EXIT.badFeature, 'table not supported as output format');
}
