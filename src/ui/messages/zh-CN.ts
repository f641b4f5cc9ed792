import { caption } from './zh-CN/caption.ts';
import { commands } from './zh-CN/commands.ts';
import { common } from './zh-CN/common.ts';
import { stage } from './zh-CN/stage.ts';
import { controls } from './zh-CN/controls.ts';
import { logs } from './zh-CN/logs.ts';
import { timeline } from './zh-CN/timeline.ts';
import { errors } from './zh-CN/errors.ts';

export const zhCN = {
  caption,
  commands,
  common,
  stage,
  controls,
  logs,
  timeline,
  errors,
};
