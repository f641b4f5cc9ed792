import { caption } from './en/caption.ts';
import { commands } from './en/commands.ts';
import { common } from './en/common.ts';
import { stage } from './en/stage.ts';
import { controls } from './en/controls.ts';
import { errors } from './en/errors.ts';

export const en = {
  caption,
  commands,
  common,
  stage,
  controls,
  errors,
};
