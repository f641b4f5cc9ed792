export const file = {
  menu: {
    share: 'Share a link …',
    save: 'Save as a file',
    open: 'Open a file …',
    labs: 'My labs …',
    export: 'Export …',
  },
  share: 'Share this lab',
  about:
    'Whoever opens the link has this very lab, at this instant: the same runs, branches, notes and view.',
  actions_one: '{{count}} action',
  actions_other: '{{count}} actions',
  branches_one: '{{count}} branch',
  branches_other: '{{count}} branches',
  moments_one: '{{count}} note',
  moments_other: '{{count}} notes',
  making: 'Making the link …',
  link: 'Link, {{count}} characters',
  copy: 'Copy the link',
  copied: 'Copied',
  tooLong:
    'A link to this lab would have {{count}} characters, more than mail and messengers pass on whole. Save it as a file and send that.',
  save: 'Save as a file',
  private: 'Everything is in the link itself. It is sent to no server.',
  openAnyway: 'Open anyway',
  openedOther: 'Opened. After event {{event}} it is another run than was saved, as this version computes it.',
  differs: 'This lab was not opened, and what was open stays. {{text}}',
  tooLarge: '{{file}} is larger than 256 MB: it is no saved lab. What was open stays.',
  errors: {
    notALab: 'That is no saved lab, but something of another program. What was open stays.',
    labCut: 'A part of that lab is missing: copy the link or the file again, whole. What was open stays.',
    labDamaged:
      'That lab is damaged: get the link or the file again from where it came. What was open stays.',
    labNewer: 'That lab is of a newer version. Open it with that one; what was open stays. {{text}}',
    labTooLarge: 'That lab is too large to be opened. What was open stays. {{text}}',
    labWrong: 'That lab says what cannot be. What was open stays. {{text}}',
  },
} as const;
