import { etcd34Frames, type FrameRules } from '../../storage/frame-scan.ts';

/** The lines of etcd whose files are read, and whose words are told: they differ in what they refuse. */
export type EtcdLine = '3.4' | '3.5' | '3.6' | '3.7';
export const etcdLines: readonly EtcdLine[] = ['3.4', '3.5', '3.6', '3.7'];

export const frameRules: Readonly<Record<EtcdLine, FrameRules>> = {
  '3.4': etcd34Frames,
  '3.5': { recordBytesMax: Infinity, code: 'gogo' },
  '3.6': { recordBytesMax: Infinity, code: 'gogo' },
  '3.7': { recordBytesMax: Infinity, code: 'protobuf-go' },
};
