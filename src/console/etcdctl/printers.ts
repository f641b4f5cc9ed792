import { encodeUtf8 } from '../../base/utf8.ts';
import type { Printer, PrintSettings } from './printer.ts';
import { printFields } from './printers/fields.ts';
import { printJson } from './printers/json.ts';
import { printProtobuf } from './printers/protobuf.ts';
import { printSimple } from './printers/simple.ts';
import { printTable } from './printers/table.ts';

/** undefined: there is no such format. */
export function printerOf(format: string, settings: PrintSettings): Printer | undefined {
  switch (format) {
    case 'simple':
      return { print: (what) => printSimple(what, settings) };
    case 'json':
      return { print: (what) => encodeUtf8(printJson(what)) };
    case 'fields':
      return { print: (what) => encodeUtf8(printFields(what)) };
    case 'table':
      return { print: (what) => encodeUtf8(printTable(what)) };
    case 'protobuf':
      return { print: printProtobuf };
    default:
      return undefined;
  }
}
