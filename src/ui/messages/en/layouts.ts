export const layouts = {
  title: 'Layout',
  now: 'Layout: {{name}}',
  fullScreen: 'Full screen',
  explore: { name: 'Explore', does: 'Stage over logs, details beside them, time across the foot' },
  lecture: {
    name: 'Lecture',
    does: 'The stage large and the logs below it, in type for the back row; few controls',
  },
  debug: { name: 'Debug', does: 'More room for details, logs and time' },
  lesson: { name: 'Lesson', does: 'The stage over logs and details, so that it is large beside a lesson' },
  phone: { name: 'Phone', does: 'The stage and one view at a time' },
} as const;
