export const course = {
  title: 'The course',
  progressUnreadable:
    'What this browser had kept of your progress cannot be read ({{problem}}). It is set aside in its storage as “{{key}}”; the course begins anew.',
  history: {
    title: 'History {{name}}: what clients saw',
    explained:
      'Each ● is an instant at which its call may have taken effect: in this order all answers come out.',
    unexplained: 'No order explains the answers marked ✗ after the others.',
    open: 'it never returned',
    impossible: 'no order explains this answer',
  },
} as const;
