export const errors = {
  unknownNode: 'There is no such node: {{text}}',
  notRunning: 'That node is not running. Restart it first.',
  alreadyRunning: 'That node is running already.',
  notPaused: 'That node is not paused.',
  alreadyPaused: 'That node is paused already.',
  messageGone: 'That message has arrived or is gone.',
  noLeader: 'There is no leader to do this. Wait for an election, or heal the network.',
  emptyKey: 'The key is empty. Give it at least one character.',
  badConfig: 'These settings cannot be: {{text}}',
  badArgument: 'That cannot be: {{text}}',
  alreadyThere: 'That machine is there already.',
  notHeld: 'That message is not held.',
  alreadyHeld: 'That message is held already.',
  cannotRun: {
    title: 'Quorumscope cannot run here',
    file: 'The page was opened as a file. Browsers start no workers from files. Serve the folder and open it over HTTP:',
    fileHint: 'then open the address it prints.',
    workers:
      'This browser gives the page no Web Workers, and every node of the cluster is one. Open it in a current Chrome, Edge, Firefox or Safari, outside of a restricted mode.',
    crashed: 'The lab has stopped: {{reason}}',
    reload: 'Reload',
  },
} as const;
