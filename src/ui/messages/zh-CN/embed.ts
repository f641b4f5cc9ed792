import type { Translated } from '../catalogue.ts';
import type { embed as english } from '../en/embed.ts';

export const embed: Translated<typeof english> = {
  title: '嵌入到你的网页',
  views: '显示什么',
  view: {
    stage: '舞台',
    logs: '日志',
    time: '时间',
    form: '调用表单',
    inspector: '检查器',
    store: '存储',
    clients: '客户端',
    calls: '所有调用',
    console: '控制台',
    events: '事件',
  },
  size: '大小',
  sizes: { wide: '与网页同宽', slide: '幻灯片', column: '一栏', phone: '手机' },
  theme: '主题',
  themes: { system: '随观看者', light: '浅色', dark: '深色' },
  language: '语言',
  languages: { own: '随观看者', en: 'English', 'zh-CN': '简体中文' },
  origin: '只允许这个网页与它通信',
  noOrigin: '来源由协议和主机组成，例如 https://example.org。不填则任何网页都可以。',
  snippet: '粘贴到网页里的代码',
  copy: '复制代码',
  about:
    '整个实验都在地址里，观看者的浏览器里不保存任何东西。你的网页可以通过 postMessage 使用 window.quorumscope 的所有调用（见 README）。',
  preview: '预览',
  frameTitle: 'Quorumscope：可以动手玩的 Raft 集群',
  bar: '时间',
  home: '在 Quorumscope 中打开',
  homeDoes: '在完整页面中打开这个实验的这一刻',
};
