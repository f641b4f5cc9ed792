import { caption } from './en/caption.ts';
import { common } from './en/common.ts';
import { stage } from './en/stage.ts';
import { controls } from './en/controls.ts';
import { logs } from './en/logs.ts';
import { timeline } from './en/timeline.ts';
import { errors } from './en/errors.ts';

export const en = {
  caption,
  common,
  stage,
  controls,
  logs,
  timeline,
  errors,
};
