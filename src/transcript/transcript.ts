import { ConfChangeTable, confChangeCommands } from './confchange-commands.ts';
import { TranscriptError, parseDatadriven } from './datadriven.ts';
import type { Directive } from './datadriven.ts';
import { Interaction } from './interaction.ts';
import { interactionCommands, runInteraction } from './interaction-commands.ts';
import { splitLines } from './output.ts';
import { quorumCommands, runQuorum } from './quorum-commands.ts';

/** The first thing in a transcript that is not as expected. */
export interface TranscriptFailure {
  /** Of the directive, from 1. */
  readonly line: number;
  readonly reason: string;
}

/**
 * Runs a transcript in an environment of its own, up to the first directive whose output is not the expected one.
 * What is compared: both sides without log lines, which are prose, line by line; nothing at all is the same as `ok`.
 */
export function runTranscript(text: string): TranscriptFailure | undefined {
  let directives: Directive[];
  try {
    directives = parseDatadriven(text);
  } catch (error) {
    if (error instanceof TranscriptError) return { line: error.line ?? 1, reason: error.message };
    throw error;
  }
  if (directives.length === 0) return { line: 1, reason: 'there is no directive in this file' };
  const interaction = new Interaction();
  const table = new ConfChangeTable();
  for (const directive of directives) {
    let output: string;
    try {
      output = runDirective(directive, interaction, table);
    } catch (error) {
      return { line: directive.line, reason: `${directive.name}: ${describeThrown(error)}` };
    }
    const difference = firstDifference(comparable(directive.expected), comparable(splitLines(output)));
    if (difference !== undefined)
      return { line: directive.line, reason: `${commandLine(directive)}\n${difference}` };
  }
  return undefined;
}

function runDirective(directive: Directive, interaction: Interaction, table: ConfChangeTable): string {
  if (interactionCommands.includes(directive.name)) return runInteraction(interaction, directive);
  if (quorumCommands.includes(directive.name)) return runQuorum(directive);
  if (confChangeCommands.includes(directive.name)) return table.run(directive);
  throw new TranscriptError('unknown command');
}

const logLine = /^\s*(DEBUG|INFO|WARN|ERROR|FATAL) /;

function comparable(lines: readonly string[]): readonly string[] {
  const data = lines.filter((line) => !logLine.test(line));
  return data.length === 1 && data[0] === 'ok' ? [] : data;
}

/** Undefined if all lines are equal; else the first that are not, with the line before them. */
function firstDifference(expected: readonly string[], got: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(expected.length, got.length) }).findIndex(
    (_, i) => expected[i] !== got[i],
  );
  if (at < 0) return undefined;
  const before = at > 0 ? [`  after    | ${show(expected[at - 1])}`] : [];
  return [...before, `  expected | ${show(expected[at])}`, `  got      | ${show(got[at])}`].join('\n');
}

function show(line: string | undefined): string {
  return line ?? '(nothing)';
}

function commandLine({ name, args }: Directive): string {
  const words = args.map(({ key, values }) =>
    values.length === 0 ? key : values.length === 1 ? `${key}=${values[0]}` : `${key}=(${values.join(',')})`,
  );
  return [name, ...words].join(' ');
}

function describeThrown(error: unknown): string {
  if (error instanceof TranscriptError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
