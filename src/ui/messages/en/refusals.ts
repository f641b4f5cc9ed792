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
  noStepComes: 'In the next {{seconds}} s nothing of this kind comes: {{step}}. The run stands where it was.',
  noStepOfNodeComes:
    'In the next {{seconds}} s nothing of this kind comes at n{{node}}: {{step}}. The run stands where it was.',
  notInRun: '{{ms}} ms is not in this run, which goes from 0 to {{newest}} ms.',
  emptyWindow:
    'From {{fromMs}} to {{toMs}} ms there is nothing of this run, which goes from 0 to {{newest}} ms.',
  runsNoLonger: 'This run can go on for {{left}} ms at most, not for {{ms}}.',
  fullOfEvents: 'That is {{events}} events, all that the record keeps: begin another run.',
  fullOfValues: 'That is {{megabytes}} MB of large values, all that the record keeps: begin another run.',
  notebookFull: 'The notebook has room for {{max}} moments.',
  otherRun:
    'This version computes branch {{saved}} differently: up to event {{same}} it is as saved, event {{event}} is another one.',
  otherRunByEngine:
    'This version computes branch {{saved}} differently: up to event {{same}} it is as saved, event {{event}} is another one. It was saved by engine {{engine}}, and this is {{own}}.',
  noSuchField: 'There is no setting {{field}}.',
  notSo: '{{field}} cannot be {{value}}.',
  manyMachines: '{{nodes}} voters and {{learners}} learners are too many: together they are at most {{max}}.',
  inflightBelowMessage:
    'Entries under way are at most {{value}} bytes, but must be 0 (no limit) or at least what one message takes, {{least}}.',
  heartbeatTooLong:
    'A heartbeat every {{value}} ticks must be below the election timeout of {{election}} ticks.',
  leaseWithoutQuorum: 'Reads that trust the lease need CheckQuorum.',
  drawnWithEtcd: 'A run that begins with drawn logs cannot boot as etcd does.',
  startedTooOften: 'n{{node}} has been started {{count}} times, and not once more.',
  removedAlone: 'n{{node}} was removed from the cluster: it cannot go on alone.',
  nothingOnDisk: 'n{{node}} has nothing on its disk: it cannot go on alone.',
  noMachineMore: 'A lab holds {{max}} machines.',
  drawnNoSuchNode: 'n{{node}} is drawn, but is not there.',
  drawnTwice: 'n{{node}} is drawn twice.',
  drawnTermsFall: 'Entry {{index}} of n{{node}} has a lower term than the entry before it.',
  drawnNoTerm: 'Entry {{index}} of n{{node}} has term 0, but terms begin at 1.',
  drawnTermBehindLog: 'n{{node}} is in term {{term}}, but its last entry is of term {{lastTerm}}.',
  drawnCommitBeyondLog: 'n{{node}} has committed {{commit}} entries, but its log has {{last}}.',
  drawnVoteForNobody: 'n{{node}} has voted for n{{vote}}, which is not there.',
  drawnVoteWithoutTerm: 'n{{node}} has voted, but is in term 0, in which nobody asks for votes.',
} as const satisfies Readonly<Record<ReasonKey, string>>;
