export const network = {
  what: 'What to do to the network',
  nodes: 'Members',
  leave: 'Leave',
  split: {
    name: 'Split',
    title: 'Split the network',
    do: 'Split',
    hint: 'Press the numbers of the members that go to the other side; pressed again, a member goes on to another group.',
    group: 'group',
  },
  link: {
    name: 'One link',
    title: 'Choose a link',
    hint: 'Press the numbers of the two members: what can be done to their link opens.',
    to: '{{node}} and …',
  },
  move: {
    title: 'Move a node on the stage',
    hint: 'Arrow keys move {{node}}, with Shift a little.',
    ways: 'Which way',
    left: 'To the left',
    up: 'Up',
    down: 'Down',
    right: 'To the right',
    ring: 'All on the ring',
    done: 'Done',
  },
} as const;
