import type { Translated } from '../catalogue.ts';
import type { errors as english } from '../en/errors.ts';

export const errors: Translated<typeof english> = {
  unknownNode: '没有这个节点：{{text}}',
  notRunning: '该节点没有运行。请先重启它。',
  alreadyRunning: '该节点已经在运行。',
  notPaused: '该节点没有暂停。',
  alreadyPaused: '该节点已经暂停。',
  messageGone: '这条消息已经送达或消失。',
  noLeader: '目前没有领导者，无法执行。请等待选举完成，或恢复网络。',
  emptyKey: '键为空。请至少输入一个字符。',
  badConfig: '设置无效：{{text}}',
  badArgument: '参数无效：{{text}}',
  alreadyThere: '这台机器已经存在。',
  notHeld: '这条消息没有被扣留。',
  alreadyHeld: '这条消息已经被扣留。',
  byHand: '时间已停止：请选择下一件发生的事，或关闭手动模式。{{text}}',
  notByHand: '时间正在自行前进。请先打开手动模式，再选择下一件发生的事。',
  onlyLost: '这条消息只能丢失：{{text}}',
  nothingThere: '没有这样的事情可发生：{{text}}',
  diskStuck: '该磁盘已卡住，在恢复之前什么都不会完成。',
  standsStill: '该进程已暂停，在继续之前什么都不会做。',
  notEnabled: '现在不能发生：{{text}}',
  recordFull: '这次运行已达到标签页可保存的最大长度，请开始新的运行：{{text}}',
  unknownLab: '这个实验已不再保存在此处。',
  openElsewhere: '这个实验已在另一个标签页中打开。请在那里关闭它，或在那个标签页中继续。',
  labDamagedHere: '这个实验所保存内容的末尾无法读取，已打开在那之前的状态。',
  labDiffersHere:
    '此版本的 Quorumscope 对该实验的计算结果不同（最迟从事件 {{text}} 开始）。现在打开的是另一个实验，原先保存的保持不变。',
  storageFull:
    '浏览器的存储空间已满：从现在起这个实验中发生的一切都不会被保存，重新加载会丢失它们。请在“我的实验”中删除一些实验，或把它保存为文件。每隔几秒会重试一次。',
  storageRefused: '浏览器不为本页面保存任何内容：重新加载会丢失这个实验。{{text}}',
  keepsNothing: '此浏览器不为本页面保存实验。',
  notOpened: '无法打开这个实验，当前内容保持不变。{{text}}',
  differs: '此版本的 Quorumscope 对该实验的计算结果不同，未打开任何内容：{{text}}',
  languageNotLoaded: '另一种语言未能加载。请在联网后重试。',
  stopped: '已中途停止：{{text}}',
  cannotRun: {
    title: 'Quorumscope 无法在这里运行',
    file: '页面是以本地文件方式打开的，浏览器不允许从文件启动 Worker。请用 HTTP 服务打开这个目录：',
    fileHint: '然后打开它输出的地址。',
    workers:
      '当前浏览器不提供 Web Worker，而集群的每个节点都运行在一个 Worker 中。请使用新版 Chrome、Edge、Firefox 或 Safari，并退出受限模式。',
    crashed: '模拟已停止：{{reason}}',
    reload: '重新加载',
  },
};
