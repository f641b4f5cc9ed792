import type { Translated } from '../catalogue.ts';
import type { file as english } from '../en/file.ts';

export const file: Translated<typeof english> = {
  menu: {
    share: '分享链接…',
    save: '保存为文件',
    open: '打开文件…',
    labs: '我的实验…',
    export: '导出…',
    notebook: '笔记',
    compare: '比较…',
  },
  share: '分享这个实验',
  about: '打开链接的人会得到同一个实验、同一个时刻：运行、分支、笔记和视图都相同。',
  actions_other: '{{count}} 个操作',
  branches_other: '{{count}} 个分支',
  moments_other: '{{count}} 条笔记',
  making: '正在生成链接…',
  link: '链接，{{count}} 个字符',
  copy: '复制链接',
  copied: '已复制',
  notCopied: '不允许复制：请手动选中并复制',
  tooLong: '这个实验的链接会有 {{count}} 个字符，邮件和聊天软件无法完整传递。请保存为文件再发送。',
  save: '保存为文件',
  private: '所有内容都在链接本身里，不会发送到任何服务器。',
  openAnyway: '仍然打开',
  openedOther: '已打开。在事件 {{event}} 之后，此版本计算出的运行与保存时不同。',
  differs: '没有打开这个实验，原来打开的内容保持不变。{{text}}',
  tooLarge: '{{file}} 超过 256 MB，不是保存的实验。原来打开的内容保持不变。',
  errors: {
    notALab: '这不是保存的实验，而是别的程序的内容。原来打开的内容保持不变。',
    labCut: '这个实验缺少一部分：请重新完整复制链接或文件。原来打开的内容保持不变。',
    labDamaged: '这个实验已损坏：请从来源重新获取链接或文件。原来打开的内容保持不变。',
    labNewer: '这个实验来自更新的版本，请用那个版本打开；原来打开的内容保持不变。{{text}}',
    labTooLarge: '这个实验太大，无法打开。原来打开的内容保持不变。{{text}}',
    labWrong: '这个实验的内容不成立。原来打开的内容保持不变。{{text}}',
  },
};
