export const tour = {
  title: 'Tour',
  offer: 'New here? A tour of thirty seconds: it ends with you killing a leader.',
  start: 'Take the tour',
  no: 'No, thanks',
  next: 'Next',
  skip: 'Skip the tour',
  close: 'Close',
  lesson: 'On to the first lesson',
  stop: {
    elect: 'Five equal nodes wait: the one whose timer runs out first asks the others for their votes.',
    leads: '{{node}} has a majority and leads term {{term}}: its heartbeats keep the others quiet.',
    put: 'Write something: press Send in the form that is marked, and watch it reach every node.',
    kill: 'Now kill the leader: click {{node}}, then Kill.',
    again: 'Nobody hears from {{node}} any more, so a timer runs out and the others vote again.',
    done: '{{node}} leads term {{term}}, and what you wrote is still there: that is Raft.',
  },
} as const;
