import { messageTable, nested, scalar } from './table.ts';

/** Kubernetes: what an object in protobuf is wrapped in (k8s.io/apimachinery/pkg/runtime, generated.proto). */
export const typeMeta = messageTable('k8s.io.apimachinery.pkg.runtime.TypeMeta', [
  scalar(1, 'apiVersion', 'string'),
  scalar(2, 'kind', 'string'),
]);

export const unknown = messageTable('k8s.io.apimachinery.pkg.runtime.Unknown', [
  nested(1, 'typeMeta', () => typeMeta),
  scalar(2, 'raw', 'bytes'),
  scalar(3, 'contentEncoding', 'string'),
  scalar(4, 'contentType', 'string'),
]);
