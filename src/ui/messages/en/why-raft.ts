import type { RaftAnswers, RaftHindrances, RaftNeeds } from '../../../explain/why/raft-answers.ts';

/** Answers about raft, by their codes. Which numbers stand in them: the types of the codes say. */
export const raftAnswers = {
  voteNotAsked: 'Nobody has asked {{voter}} for its vote.',
  voteNotAskedBy: '{{candidate}} has not asked {{voter}} for its vote.',
  voteNotAVoter: 'Nobody asks {{voter}} for its vote: it is no voter.',
  voteRequestUnderWay: '{{candidate}}’s {{request}} for term {{term}} is still on its way to {{voter}}.',
  voteRequestHeld: '{{candidate}}’s {{request}} for term {{term}} is held on its way to {{voter}}.',
  voteRequestLost: '{{candidate}}’s {{request}} for term {{term}} never reached {{voter}}.',
  voteRequestWaits:
    '{{candidate}}’s {{request}} for term {{term}} has arrived at {{voter}}, which stands still and has not taken it in.',
  voteGranted:
    '{{voter}} said yes to {{candidate}}’s {{request}} for term {{term}}: its log ends at {{theirs}}, {{voter}}’s own at {{own}}.',
  voteOnItsWayToDisk:
    '{{voter}} said yes to {{candidate}}’s {{request}} for term {{term}}; the answer leaves when the vote is on its disk.',
  voteNeverTold:
    '{{voter}} said yes to {{candidate}}’s {{request}} for term {{term}}, but its answer never left.',
  voteAnswerLost:
    '{{voter}} said yes to {{candidate}}’s {{request}} for term {{term}}, but its answer was lost.',
  voteLogBehind:
    '{{voter}} refused {{candidate}}’s {{request}} for term {{term}}: {{candidate}}’s log ends at {{theirs}}, its own at {{own}}, which is newer.',
  voteForAnother:
    '{{voter}} refused {{candidate}}’s {{request}} for term {{term}}: its vote of this term is {{vote}}’s.',
  voteLeaderKnown:
    '{{voter}} refused {{candidate}}’s {{request}} for term {{term}}: it knows {{lead}} as the leader of this term.',
  voteOfOldTerm:
    '{{candidate}}’s {{request}} was for term {{term}}, and {{voter}} is in term {{ownTerm}} already.',
  voteInLease:
    '{{voter}} ignored {{candidate}}’s {{request}} for term {{term}}: it had heard from its leader {{lead}} within an election timeout; ticks that were left of it: {{remainingTicks}}.',
  voteRefusedAsLearner:
    '{{voter}} refused {{candidate}}’s {{request}} for term {{term}}, as it takes itself for a learner: the rule that learners answer is broken.',

  messageUnderWay: 'The {{messageType}} of {{from}} is still on its way to {{to}}.',
  messageHeld: 'The {{messageType}} of {{from}} is held on its way to {{to}}.',
  messageDying: 'The {{messageType}} of {{from}} to {{to}} is lost and will not arrive.',
  messageLost: 'The {{messageType}} of {{from}} never reached {{to}}.',
  messageWaits:
    'The {{messageType}} of {{from}} has arrived at {{to}}, which stands still and has not taken it in.',
  messageDiedWaiting:
    'The {{messageType}} of {{from}} had arrived at {{to}}, which fell before it took it in.',
  messageTaken: '{{to}} took the {{messageType}} of {{from}} in and acted on it.',
  messageOfOldTerm:
    '{{to}} ignored the {{messageType}} of {{from}}: it is of term {{term}}, and {{to}} is in term {{ownTerm}}.',
  messageFromOldLeader:
    '{{to}} did not take the {{messageType}} of {{from}}, a leader of term {{term}}: it answered with its own term, {{ownTerm}}.',
  messageFromStranger:
    '{{to}} ignored the {{messageType}} of {{from}}, which is no member of its configuration.',
  messageForAnotherRole:
    '{{to}} ignored the {{messageType}} of {{from}}: it means nothing to a member in {{role}}.',
  messageDropped: '{{to}} dropped what the {{messageType}} of {{from}} asked for ({{reason}}).',
  appendRejected:
    '{{to}} rejected the {{messageType}} of {{from}}: its entries follow {{prev}}, and {{to}} has {{own}} there; the logs can agree at {{hint}} at the latest.',
  appendStale:
    '{{to}} did not look at the {{messageType}} of {{from}}: it follows {{prev}}, and all up to {{commit}} is committed there already.',
  snapshotOld:
    '{{to}} did not take the snapshot of {{from}}: it reaches to {{index}}, and {{to}} has committed up to {{commit}}.',
  snapshotFastForwarded:
    '{{to}} did not need the snapshot of {{from}}: it has all entries up to {{index}} in its own log, and had committed {{commit}} of them.',

  linkCut: 'Nothing gets from {{from}} to {{to}}: the link is cut, both ways.',
  linkCutOneWay: 'Nothing gets from {{from}} to {{to}}: the link is cut this way, and open the other way.',
  linkEndAway: 'Nothing goes on between {{from}} and {{to}}: {{node}} does nothing.',
  linkHeld: 'What {{from}} sends to {{to}} is held on its way.',
  linkLossy: 'Of what {{from}} sends to {{to}}, {{percent}} % is lost by chance; the rest arrives.',
  linkOpen:
    'Nothing is in the way from {{from}} to {{to}}: the last that was sent is {{messageType}} (message {{message}}), at {{sentAtMs}} s.',
  linkQuiet:
    'Nothing is in the way from {{from}} to {{to}}, and {{from}} had nothing to say: followers talk to their leader only.',

  noConfiguration: 'Nobody leads, and no member knows a configuration to elect one in.',
  noLeaderAllDown: 'Nobody leads: none of {{nodes}} is running.',
  noLeaderTooFewUp: 'Nobody can lead: voters that are up: {{up}} of {{voters}}; it takes {{need}}.',
  noLeaderSplit:
    'Nobody can lead: the largest part of the network that holds together is {{nodes}}, voters in it: {{have}}; it takes {{need}}.',
  noLeaderSplitVote:
    'Nobody leads: the votes of term {{term}} went to {{candidates}}, and nobody can get {{need}} of them any more; the most that one has: {{most}}.',
  noLeaderAsking:
    'Nobody leads yet: {{node}} is asking for votes in term {{term}} and has {{granted}} of the {{need}} it needs.',
  noLeaderPreAsking:
    'Nobody leads yet: {{node}}, of term {{term}}, is asking whether it would win, and has {{granted}} of the {{need}} it needs.',
  noLeaderRefused:
    'Nobody leads: {{candidate}} was refused ({{request}}: yes {{granted}}, no {{rejected}}, needed {{need}}). The next timer to run out is {{node}}’s; ticks left: {{ticks}}.',
  noLeaderWaiting:
    'Nobody leads: {{leader}}, the last leader, does not lead any more, and nobody’s election timer has run out yet; the next is {{node}}’s, in {{inMs}} (ticks: {{ticks}}).',
  noLeaderYet:
    'Nobody leads yet: nobody’s election timer has run out; the next is {{node}}’s, in {{inMs}} (ticks: {{ticks}}, leader so far: {{leader}}).',

  leaderLeads: '{{node}} leads term {{term}}: it reaches {{have}}, and needs {{need}}.',
  leaderPaused: '{{node}} leads term {{term}} as far as it knows: it is paused and hears nothing.',
  leaderOfOldTerm:
    '{{node}} still takes itself for the leader of term {{term}}, though {{leader}} leads term {{newerTerm}}: it has not heard of that.',
  leaderWithoutQuorum:
    '{{node}} still leads term {{term}}, though it reaches only {{have}}; a quorum is {{need}}.',
  leadsNot: '{{node}} does not lead: it is in {{role}} in term {{term}}, and {{leader}} leads.',
  leadsNotNobody: '{{node}} does not lead: it is in {{role}} in term {{term}} (leader: {{leader}}).',
  nodeKilled: '{{node}} does nothing: its process is down.',
  nodePaused: '{{node}} does nothing: its process is paused.',
  nodeRemoved: '{{node}} has ended: it was removed from the cluster.',

  quorumAnswers:
    '{{node}} of term {{term}} need not be deposed: it reaches {{have}}, and a quorum is {{need}}.',
  quorumNotChecked:
    '{{node}} of term {{term}} reaches only {{have}} of the {{need}} it needs, and CheckQuorum is off: nothing makes it step down but a newer term.',
  quorumCheckBroken:
    '{{node}} of term {{term}} reaches only {{have}} of the {{need}} it needs, and its rule to step down is switched off.',
  quorumCheckDue:
    '{{node}} of term {{term}} has not checked its quorum yet since it reaches only {{have}} of {{need}}: it looks once in {{timeout}} ticks, and there are {{ticks}} to go; so far it has heard from {{heard}}.',
  quorumHeardSince:
    '{{node}} of term {{term}} reaches only {{have}} of {{need}}, but has heard from {{heard}} since its last check: the next one, {{ticks}} ticks off, passes, and the one {{timeout}} ticks later does not.',

  campaignLeads: '{{node}} need not campaign: it leads term {{term}}.',
  campaignLearner: '{{node}} never campaigns: it is a learner.',
  campaignNotMember: '{{node}} does not campaign: it is no member of any configuration it knows.',
  campaignSnapshotPending:
    '{{node}} does not campaign: a snapshot up to {{index}} is not on its disk yet, and with it may come another configuration.',
  campaignUnappliedChange:
    '{{node}} does not campaign: entry {{index}} is a committed change of members that it has not applied (applied {{applied}}, committed {{commit}}).',
  campaignNotPromotable:
    '{{node}} did not campaign: it was no voter then, or had a snapshot that was not on its disk.',
  campaignRefusedUnapplied:
    '{{node}} did not campaign: of what it had committed, up to {{commit}}, a change of members was not applied yet.',
  campaignAsking:
    '{{node}} of term {{term}} is campaigning ({{request}}): yes {{granted}}, no {{rejected}}, needed {{need}}.',
  campaignLost:
    '{{node}} of term {{term}} has lost its last campaign ({{request}}): yes {{granted}}, no {{rejected}}, needed {{need}}.',
  campaignHearsLeader:
    '{{node}} does not campaign: it hears from {{leader}}, and each time its timer begins anew at {{ticks}} ticks.',
  campaignTimer:
    '{{node}} has not campaigned yet: its timer of {{timeout}} ticks has {{ticks}} left, {{inMs}}.',

  termAgrees: '{{node}} is in term {{term}}, and nobody leads another (leader: {{leader}}).',
  termBehind:
    '{{node}} is in term {{term}} and has not heard of term {{leaderTerm}}, which {{leader}} leads.',
  termAheadAnswers:
    '{{node}} is in term {{term}}, above {{leaderTerm}} of the leader {{leader}}: once it hears from {{leader}}, it answers with its own term, and {{leader}} steps down.',
  termAheadSilent:
    '{{node}} is stuck in term {{term}}, above {{leaderTerm}} of the leader {{leader}}: what {{leader}} sends is too old for it, and without CheckQuorum and PreVote it does not answer.',

  progressNoLeader: 'Nobody sends {{node}} entries: there is no leader to do so ({{leader}}).',
  progressSelf: '{{node}} leads: it does not send itself anything.',
  progressNotMember: '{{leader}} sends {{node}} nothing: it is no member of its configuration.',
  progressSnapshot:
    '{{leader}} sends {{node}} nothing but a snapshot up to {{index}}: it needs entries from {{next}} on after {{match}}, and the leader’s log {{first}} … {{last}} no longer reached back when it was sent.',
  progressSilent:
    '{{leader}} sends {{node}} no snapshot: it needs {{next}} (Match {{match}}), the leader’s log is {{first}} … {{last}}, and {{node}} has not been heard from.',
  progressWindowFull:
    '{{leader}} sends {{node}} no more for now: {{inflight}} messages with entries are unanswered, as many as may be (Match {{match}}, Next {{next}}, last {{last}}).',
  progressProbing:
    '{{leader}} waits for {{node}}: it does not know where the logs agree, has sent one message, and sends the next when that is answered or {{node}} shows a sign of life (Match {{match}}, Next {{next}}, last {{last}}).',
  progressFinding:
    '{{leader}} is finding out where its log and {{node}}’s agree (Match {{match}}, Next {{next}}, last {{last}}, unanswered {{inflight}}).',
  progressUnderWay:
    '{{leader}} has sent {{node}} entries before {{next}}, and hears back from it (Match {{match}}, last {{last}}, unanswered {{inflight}}).',
  progressCaughtUp: '{{node}} has all that {{leader}} has (Match {{match}}, Next {{next}}, last {{last}}).',

  transferNone: 'No leadership has been handed over, or asked to be (to: {{to}}).',
  transferCatchingUp:
    '{{leader}} is handing over to {{to}}, which has its log up to {{match}} of {{last}}; it gives up in {{ticks}} ticks.',
  transferWaits:
    '{{leader}} is handing over to {{to}}, which has all of its log (Match {{match}} of {{last}}) and is to campaign at once; {{leader}} gives up in {{ticks}} ticks.',
  transferUnheard: 'Nothing has come of the transfer to {{to}}: no leader has heard of it.',
  transferDone: 'The leadership was handed over: {{to}} leads term {{term}}.',
  transferTimedOut:
    '{{leader}} gave up handing over to {{to}}: within an election timeout nothing had come of it.',
  transferReplaced: '{{leader}} did not hand over to {{to}}: somebody asked for another.',
  transferTargetRemoved: '{{leader}} did not hand over to {{to}}, which was removed meanwhile.',
  transferSteppedDown: '{{leader}} did not hand over to {{to}}: it stepped down before.',
  transferToLearner: '{{node}} did not hand over to {{to}}: a learner cannot lead.',
  transferToSelf: '{{node}} leads already: there is nothing to hand over to {{to}}.',
  transferInProgress: '{{node}} was handing over to {{to}} already: asking again changes nothing.',
  transferNoLeader: '{{node}} knows no leader whom it could ask to hand over to {{to}}.',
  transferToStranger: '{{node}} did not hand over to {{to}}, which is no member of its configuration.',

  confChangeNone: 'Nobody has asked for a change of members.',
  confChangeDone: 'The change of members that call {{call}} asked {{node}} for was made.',
  confChangeUnknown:
    'Nobody knows what became of the change of members of call {{call}} at {{node}}: it may be made, or not.',
  confChangeNoLeader: 'The change of members of call {{call}} waits at {{node}}: nobody leads.',
  confChangeOnItsWay:
    'The change of members of call {{call}} at {{node}} has not got into the log of {{leader}} yet (entry {{index}}).',
  confChangeUnderWay:
    'The change of members of call {{call}} at {{node}} is entry {{index}} of {{leader}}: it is made when that is committed and applied.',
  confChangePending:
    '{{leader}} refused the change of call {{call}}: the one before it, entry {{index}} at the latest, was not applied yet (applied {{applied}}).',
  confChangeJoint:
    '{{leader}} refused the change of call {{call}}: its configuration is joint, and is to be left first (pending up to {{index}}, applied {{applied}}).',
  confChangeNotJoint:
    '{{leader}} refused the change of call {{call}}: it leaves a joint configuration, and there is none (pending up to {{index}}, applied {{applied}}).',
  confChangeUnhealthy:
    '{{node}} refused the change of call {{call}}: not all of the {{voters}} voters have been connected to it for 5 s; away now: {{away}}.',
  confChangeNotEnoughStarted:
    '{{node}} refused the change of call {{call}}: too few of the voters after it would have started.',
  confChangeLearnerBehind:
    'The promotion of call {{call}} was refused: learner {{node}} has the log up to {{match}} of {{last}} at {{leader}}; it takes {{enough}}.',
  confChangeTooManyLearners:
    '{{node}} refused the change of call {{call}}: there is a learner already, as many as may be.',
  confChangeDropped: '{{node}} refused the change of call {{call}}: raft took no proposals then.',
  confChangeRefused: '{{node}} refused the change of call {{call}} ({{error}}).',

  eventIsInput:
    'Event {{event}} at {{node}} is an input: a command, or the tick of a clock. Nothing in the run led to it (first: {{first}}).',
  eventFollows: 'Event {{event}} at {{node}} goes back to event {{first}}, an input.',
} as const satisfies Record<keyof RaftAnswers, string>;

export const raftNeeds = {
  logUpTo: 'The log of {{node}} would have to be as new as {{own}}.',
  campaignsAgain: '{{node}} would have to ask again, in a term above {{term}}.',
  campaigns: 'A candidate ({{node}}) would have to ask.',
  askedAnew: 'It would have to be asked for again, at {{node}}.',
  sentAgain: '{{from}} would have to send {{to}} a {{messageType}} again: a lost one does not come back.',
  leaderSilent: '{{node}} would have to hear nothing from {{lead}} for {{ticks}} ticks.',
  transferMark: 'Or {{lead}} would have to hand over to {{to}}: against that no lease stands.',
  forgetsLeader: '{{node}} would have to forget its leader {{lead}}.',
  becomesVoter: '{{node}} would have to become a voter.',
  becomesMember: '{{node}} would have to become a member.',
  newTerm: '{{node}} would have to hear of term {{term}}.',
  newerLeader: '{{node}} would have to hear of a newer term.',
  probesFrom: '{{leader}} would have to send {{to}} entries from {{index}} on.',
  moreUp: 'Voters that would have to come up: {{count}}.',
  togetherAgain: 'Voters that would have to reach each other: {{need}}.',
  votes: 'Votes that {{node}} still needs: {{count}}.',
  timer: 'The timer of {{node}} would have to run out; ticks left: {{ticks}}.',
  quorumCheck: '{{node}} would have to check its quorum; ticks left: {{ticks}}.',
  answers: '{{node}} would have to answer {{leader}}.',
  snapshotArrives: 'Message {{id}}, the snapshot up to {{index}}, would have to arrive at {{to}}.',
  snapshotReported: 'The transport would have to report to {{leader}} what became of the snapshot to {{to}}.',
  matches: '{{node}} would have to have the log up to {{index}}.',
  transferTimeout: 'Or {{leader}} gives up; ticks left: {{ticks}}.',
  transferAgain: 'The transfer to {{to}} would have to be asked for again.',
  hearsLeader: '{{node}} would have to hear from a leader.',
  leavesJoint: '{{leader}} would have to leave its joint configuration.',
  connected: 'All voters would have to be connected to {{node}} for {{seconds}} s.',
  moreStarted: 'More members would have to start.',
  linkLetGo: 'The link from {{from}} to {{to}} would have to let go of what it holds.',
} as const satisfies Record<keyof RaftNeeds, string>;

export const raftHindrances = {
  killed: '{{node}} is down',
  paused: '{{node}} is paused',
  removed: '{{node}} was removed',
  cutOff: '{{node}} is cut off',
  lostByCut: 'the link from {{from}} to {{to}} was cut',
  lostByDeath: '{{to}} was down when the message of {{from}} came',
  lostForFormer: 'the message of {{from}} was for a member that {{to}} is no longer',
  lostByHand: 'somebody dropped the message of {{from}} to {{to}}',
  lostByForging: 'somebody forged the message of {{from}} to {{to}}: another goes on in its place',
  lostByDice: 'the dice lost it on the link from {{from}} to {{to}} (loss {{percent}} %)',
  votedForAnother: '{{node}} has voted for {{vote}}',
  refusedLogBehind: '{{node}} refused: its log ends at {{own}}, the candidate’s at {{theirs}}',
  knowsLeader: '{{node}} knows {{lead}} as its leader',
  ofNewerTerm: '{{node}} is in a newer term',
  inLease:
    '{{node}} ignored it: it had heard from {{lead}} within an election timeout (ticks left: {{remainingTicks}})',
} as const satisfies Record<keyof RaftHindrances, string>;
