import type { GrpcCode } from '../error.ts';

/** google.golang.org/grpc/codes by number, and the HTTP status that the gateway makes of each. */
export const grpcStatus: Readonly<Record<GrpcCode, { readonly number: number; readonly http: number }>> = {
  Unknown: { number: 2, http: 500 },
  InvalidArgument: { number: 3, http: 400 },
  DeadlineExceeded: { number: 4, http: 504 },
  NotFound: { number: 5, http: 404 },
  PermissionDenied: { number: 7, http: 403 },
  ResourceExhausted: { number: 8, http: 429 },
  FailedPrecondition: { number: 9, http: 412 },
  OutOfRange: { number: 11, http: 400 },
  Internal: { number: 13, http: 500 },
  Unavailable: { number: 14, http: 503 },
  DataLoss: { number: 15, http: 500 },
  Unauthenticated: { number: 16, http: 401 },
};

/** The reason phrases of HTTP, of those that the gateway sends. */
export const reasonPhrases: Readonly<Record<number, string>> = {
  200: 'OK',
  301: 'Moved Permanently',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  412: 'Precondition Failed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};
