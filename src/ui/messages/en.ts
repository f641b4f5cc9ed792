import { common } from './en/common.ts';
import { stage } from './en/stage.ts';
import { inspector } from './en/inspector.ts';
import { store } from './en/store.ts';
import { controls } from './en/controls.ts';
import { logs } from './en/logs.ts';
import { timeline } from './en/timeline.ts';
import { clients } from './en/clients.ts';
import { help } from './en/help.ts';
import { errors } from './en/errors.ts';

export const en = {
  common,
  stage,
  inspector,
  store,
  controls,
  logs,
  timeline,
  clients,
  help,
  errors,
};
