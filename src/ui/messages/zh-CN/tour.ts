import type { Translated } from '../catalogue.ts';
import type { tour as english } from '../en/tour.ts';

export const tour: Translated<typeof english> = {
  title: '导览',
  offer: '第一次来？三十秒的导览，最后由你亲手终止一个领导者。',
  start: '开始导览',
  no: '不用了',
  next: '下一步',
  skip: '跳过导览',
  close: '关闭',
  lesson: '去上第一课',
  stop: {
    elect: '五个平等的节点在等待：谁的计时器先到时，谁就向其他节点拉票。',
    leads: '{{node}} 得到多数票，领导任期 {{term}}：它的心跳让其他节点保持安静。',
    put: '写点东西：在标出的表单里按“发送”，看它到达每个节点。',
    kill: '现在终止领导者：点击 {{node}}，再选“终止”。',
    again: '再没有人听到 {{node}} 的消息，于是有计时器到时，其余节点重新投票。',
    done: '{{node}} 领导任期 {{term}}，而你写下的东西还在：这就是 Raft。',
  },
};
