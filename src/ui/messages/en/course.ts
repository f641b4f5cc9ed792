export const course = {
  title: 'The course',
  progressUnreadable:
    'What this browser had kept of your progress cannot be read ({{problem}}). It is set aside in its storage as “{{key}}”; the course begins anew.',
} as const;
