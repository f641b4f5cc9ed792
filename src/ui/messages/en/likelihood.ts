export const likelihood = {
  title: 'When did it become inevitable?',
  ask: 'From instants before the state was reached the cluster goes on otherwise, many times, with other dice. How often is it reached all the same?',
  askByHand:
    'From instants before the state was reached, what happens next is picked by chance, many times. How often is it reached all the same?',
  condition: 'The state that was reached',
  reached: 'Reached by event {{event}} at {{seconds}} s',
  unknown: 'The last time it was reached up to the instant shown',
  back: 'From',
  backs: {
    near: 'a few thousand events before',
    s2: '2 s before',
    s10: '10 s before',
    s60: '60 s before',
    all: 'the beginning',
  },
  runs: 'Continuations from each instant',
  repeats: 'What people did afterwards happens again at its time',
  start: 'Find out',
  again: 'Once more',
  stop: 'Stop',
  working: 'Going on otherwise …',
  failed: 'It could not be found out: {{reason}}',
  bend: {
    event:
      'Event {{event}} at {{seconds}} s made the difference: before it {{before}} of 100 continuations reached the state, after it {{after}}.',
    between:
      'Between event {{from}} and event {{to}} (at {{seconds}} s) it rose most: from {{before}} to {{after}} of 100 continuations.',
    last: 'Until the very event that reached it, it was not sure: {{before}} of 100 continuations from right before it did.',
    none: 'It was sure all the way: every continuation from every instant reached the state. Begin earlier.',
    always:
      'It was sure from the beginning of the run: every continuation from every instant reached the state.',
  },
  go: 'Go to event {{event}}',
  goBefore: 'Go to right before it',
  chart: 'How likely the state was, over the instants before it',
  axis: { share: 'reached', time: 'virtual time, s', event: 'event' },
  table: {
    show: 'As a table',
    event: 'Event',
    time: 'Time, s',
    reached: 'Reached',
    bounds: 'Likely between',
  },
  of: '{{reached}} of {{runs}}',
  percents: '{{low}} and {{high}} %',
};
