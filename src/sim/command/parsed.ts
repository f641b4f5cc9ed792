import * as v from 'valibot';
import { brief } from '../../base/brief.ts';
import { CommandError } from './command.ts';

/**
 * The value as its schema has it. Otherwise a CommandError `badArgument` that says where, what is wrong and what is allowed:
 * `link: settings.loss is 7, but must be a number from 0 to 1`.
 */
export function parsed<Output>(
  what: string,
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
): Output {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new CommandError('badArgument', `${what}: ${problem(result.issues[0])}`);
}

function problem(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? '';
  if (issue.expected === 'never') return `${path}: ${issue.message}`;
  const where = path === '' ? 'it' : path;
  if (issue.input === undefined) return `${where} is missing, and must be ${issue.message}`;
  return `${where} is ${brief(issue.input)}, but must be ${issue.message}`;
}
