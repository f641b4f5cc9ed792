import type { EtcdctlCommand, Invocation } from '../command.ts';
import { Exit, EXIT } from '../exit.ts';

/** What the help says of each shell. */
const SHELLS = {
  bash: [
    'Generate the autocompletion script for the bash shell.',
    '',
    "This script depends on the 'bash-completion' package.",
    "If it is not installed already, you can install it via your OS's package manager.",
    '',
    ...session('source <(etcdctl completion bash)'),
    ...always('bash', '/etc/bash_completion.d/etcdctl', '$(brew --prefix)/etc/bash_completion.d/etcdctl'),
  ],
  zsh: [
    'Generate the autocompletion script for the zsh shell.',
    '',
    'If shell completion is not already enabled in your environment you will need',
    'to enable it.  You can execute the following once:',
    '',
    '\techo "autoload -U compinit; compinit" >> ~/.zshrc',
    '',
    ...session('source <(etcdctl completion zsh); compdef _etcdctl etcdctl'),
    ...always('zsh', '"${fpath[1]}/_etcdctl"', '$(brew --prefix)/share/zsh/site-functions/_etcdctl'),
  ],
  fish: [
    'Generate the autocompletion script for the fish shell.',
    '',
    ...session('etcdctl completion fish | source'),
    'To load completions for every new session, execute once:',
    '',
    '\tetcdctl completion fish > ~/.config/fish/completions/etcdctl.fish',
    '',
    'You will need to start a new shell for this setup to take effect.',
  ],
  powershell: [
    'Generate the autocompletion script for powershell.',
    '',
    ...session('etcdctl completion powershell | Out-String | Invoke-Expression'),
    'To load completions for every new session, add the output of the above command',
    'to your powershell profile.',
  ],
} as const;

function session(command: string): readonly string[] {
  return ['To load completions in your current shell session:', '', `\t${command}`, ''];
}

function always(shell: string, linux: string, macOs: string): readonly string[] {
  return [
    'To load completions for every new session, execute once:',
    '',
    '#### Linux:',
    '',
    `\tetcdctl completion ${shell} > ${linux}`,
    '',
    '#### macOS:',
    '',
    `\tetcdctl completion ${shell} > ${macOs}`,
    '',
    'You will need to start a new shell for this setup to take effect.',
  ];
}

/** It makes scripts for shells that are not here: a console completes by itself. */
export const completion: EtcdctlCommand = {
  use: 'completion',
  short: 'Generate the autocompletion script for the specified shell',
  long:
    'Generate the autocompletion script for etcdctl for the specified shell.\n' +
    "See each sub-command's help for details on how to use the generated script.",
  commands: Object.entries(SHELLS).map(([shell, long]) => commandFor(shell, long)),
};

function commandFor(shell: string, long: readonly string[]): EtcdctlCommand {
  return {
    use: shell,
    short: `Generate the autocompletion script for ${shell}`,
    long: long.join('\n'),
    flags: [
      {
        name: 'no-descriptions',
        kind: 'bool',
        default: 'false',
        usage: 'disable completion descriptions',
      },
    ],
    takesNoArgs: true,
    ...(shell === 'bash' ? { isUseWhole: true as const } : {}),
    run: (of) => refuse(of, shell),
  };
}

function refuse(_of: Invocation, shell: string): number {
  throw new Exit(EXIT.error, `no ${shell} runs here: a console completes commands, flags and keys by itself`);
}
