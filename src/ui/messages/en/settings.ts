export const settings = {
  title: 'Settings of this page',
  theme: { title: 'Theme', system: 'As the system has it', light: 'Light', dark: 'Dark' },
  language: { title: 'Language', en: 'English', zh: '简体中文' },
  motion: {
    title: 'Motion',
    system: 'As the system has it',
    still: 'None: messages are arrows, nothing slides or fades',
  },
  announcements: {
    title: 'What happens, for screen readers',
    all: 'Said as it happens: elections, kills, splits, violations',
    quiet: 'Quiet: only violations of safety',
  },
} as const;
