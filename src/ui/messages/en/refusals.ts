import type { ReasonKey } from '../../../sim/command/command.ts';

/** What exactly was wrong, by the key of a CommandError's reason. */
export const refusals = {
  noCause: '{{what}} has no cause in the run: it is an input of its own.',
  noEffect: 'Nothing has come of {{what}} that is in the run.',
  notYet: 'Event {{event}} has not happened yet at this instant.',
  notReached: '{{condition}} was not reached before the playhead: go to an instant after it was reached.',
  reachedBefore: '{{condition}} is reached at {{ms}} ms: begin before that.',
  beginning: 'Nothing was before the beginning of the run.',
  notBetween: '{{name}} is {{value}}, but must be a number from {{least}} to {{most}}.',
  notWholeBetween: '{{name}} is {{value}}, but must be a whole number from {{least}} to {{most}}.',
  nothingForged: 'Nothing would be forged: the {{type}} says that already.',
  noForgedField: 'A {{type}} has no field that could be forged.',
  notForgedField: 'A {{type}} has no {{field}}; what it has is {{fields}}.',
  termForged: 'The term must be at least 1: without a term a message is none of a peer.',
  cutUnderWay:
    'Message {{message}} can only be lost: the link from n{{from}} to n{{to}} was cut while it was under way.',
  formerMember: 'Message {{message}} can only be lost: the member it is meant for is on n{{to}} no longer.',
  nobodyThere: 'Message {{message}} can only be lost: n{{to}} is not running.',
  timeStands: 'Time stands: pick what happens next, or switch by hand off.',
  fewVoters: 'There are not two voters that run and do not lead.',
  noCone: 'Event {{event}} happens at no node: a cone is of something that a node or a message does.',
} as const satisfies Readonly<Record<ReasonKey, string>>;
