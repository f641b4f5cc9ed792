/** What clients saw, and the judge's verdict on it. */
export const clientsView = {
  title: 'Clients’ view',
  explain:
    'Judged by what clients asked and were answered, and by nothing else: could a single store that does one thing at a time have answered so?',
  begins: 'Gathering what clients saw …',
  judging: 'Judging {{count}} calls: {{share}} %',
  minimising: 'Looking for the shortest contradiction: {{left}} calls in question',
  stop: 'Stop',
  again: 'Judge again',
  nothing: 'No client has been answered yet.',
  verdict: {
    linearizable: 'Linearizable',
    impossible: 'Not linearizable',
    unknown: 'Not known',
    failed: 'The judge has failed: {{reason}}',
  },
  says: {
    linearizable:
      'There is an order in which {{count}} calls, each done at one instant between its call and its answer, come out as clients saw them. The marks show it.',
    impossible: 'No order explains the answer to call {{call}}.',
    steps:
      'There are too many orders to try: after the work that is allowed neither an order nor a contradiction was found.',
    memory:
      'There are too many orders to remember: within the memory that is allowed neither an order nor a contradiction was found.',
    httpWrites:
      'Somebody has written over HTTP, which is not among the calls that are judged: what they saw cannot be told from what is missing.',
    newCluster:
      'A member was made a cluster of its own out of what its disk knew: clients have seen two histories, and no single store can explain both.',
    drawn:
      'The run begins with logs that were drawn: what the store held before the first call is not known from what clients saw.',
    stopped: 'It was stopped.',
  },
  until: 'Judged up to {{seconds}} s; the run has gone on.',
  why: 'Why',
  contradiction_one: 'This call contradicts itself, whatever the others have done:',
  contradiction_other: 'These {{count}} calls contradict each other, whatever the others have done:',
  notSmallest: 'There was no time to find out whether all of them are needed.',
  call: 'call {{call}} of {{client}} to {{node}}',
  somebody: 'somebody',
  called: 'called at {{from}} ms, answered at {{to}} ms',
  open: 'called at {{from}} ms; nobody knows whether or when it was done',
  before: 'Call {{first}} had been answered before call {{second}} was made, so it comes first.',
  older:
    'Call {{first}} was answered at revision {{newer}}; call {{second}}, made later, as of revision {{older}}: that is an older store.',
  point: 'may have been done here',
  impossibleHere: 'no order explains this answer',
  lanes: 'Calls by client over time, with faults and elections',
  faults: 'faults',
  servers: 'leaders',
  elected: '{{node}}, term {{term}}',
  axis: 'Axis',
  axes: { order: 'calls and answers in their order', time: 'time, to scale' },
  leftOut_one: '{{count}} call is left out.',
  leftOut_other: '{{count}} calls are left out.',
  show: 'To the instant of call {{call}}',
  save: 'Save as a picture',
  saveName: 'clients-view',
  only: 'Only what contradicts itself',
  unknownOutcome: 'open end: outcome unknown',
  because: {
    staleAnswer:
      'Call {{request}} is answered with revision {{revision}}, though {{newest}} had been answered before it was made.',
    answerOfFuture:
      'Call {{request}} is answered with revision {{revision}}, and nobody has applied more than {{newest}}.',
    wrongAnswer: 'The answer to call {{request}} is not what the store was like at revision {{revision}}.',
    claimedTwice: 'Calls {{other}} and {{request}} were both answered to have made revision {{revision}}.',
    wentBack:
      '{{node}} answers call {{request}} with revision {{revision}}, after it has answered with {{newest}} in this life.',
    notCompacted:
      'Revision {{revision}} is said to be compacted, which nobody has done beyond {{compacted}}.',
    appliedTwice: 'One proposal is applied twice, as entries {{before}} and {{index}}.',
    lacksAnswered:
      '{{node}} was elected in term {{term}} without entry {{index}}, of which the answer to call {{request}} told.',
    leaseEarly: 'Lease {{lease}} of {{ttl}} s was gone after {{seconds}} s.',
    leaseByOther: '{{node}} does not lead, and asks for the end of lease {{lease}}.',
    leaseLeaves: 'Lease {{lease}} is gone, and its key {{key}} is still there at revision {{revision}}.',
    leaseGhost: 'Key {{key}} of revision {{revision}} hangs on lease {{lease}}, which is not there.',
    leaseUntrue: 'Lease {{lease}} is told to live for {{ttl}} s more, and is gone.',
  },
  watch: {
    unasked: 'Watch {{watch}} is sent an event of revision {{revision}} that it has not asked for.',
    before: 'Watch {{watch}} is sent revision {{revision}}, before the {{expected}} it begins with.',
    backwards: 'Watch {{watch}} is sent revision {{revision}} after {{expected}}.',
    twice: 'Watch {{watch}} is sent an event of revision {{revision}} twice.',
    split: 'Watch {{watch}} is sent revision {{revision}} in two responses.',
    skipped: 'Watch {{watch}} is sent revision {{revision}} next, and {{expected}} is left out.',
    begunLate: 'Watch {{watch}} begins with revision {{revision}}, and {{expected}} is left out.',
    invented: 'Watch {{watch}} is sent an event of revision {{revision}} that was not written so.',
    mark: 'Watch {{watch}} is told that all up to {{revision}} was sent, and {{expected}} was not.',
    markBack: 'The mark of watch {{watch}} goes back from {{expected}} to {{revision}}.',
    create: 'Watch {{watch}} is told wrongly whether the key of revision {{revision}} is new.',
    previous: 'Watch {{watch}} is told another value from before revision {{revision}} than there was.',
    afterEnd: 'Watch {{watch}} is sent revision {{revision}} after it was canceled.',
  },
} as const;
