import { expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../src/base/utf8.ts';
import { Terminal } from './terminal.ts';

const base = 'host: localhost:2379|accept-encoding: gzip, deflate';
const own = 'user-agent: HTTPie/3.2.4';
const plain = `${base}|accept: */*|connection: keep-alive`;
const json = 'accept: application/json, */*;q=0.5|content-type: application/json';
const usage = (error: string): string =>
  `usage:\n    http [METHOD] URL [REQUEST_ITEM ...]\n\nerror:\n    ${error}\n\nfor more information:\n    run 'http --help' or visit https://httpie.io/docs/cli\n\n`;

/** Lines as httpie 3.2.4 was given them beside a server that says what it hears, which is the answer's body. */
it.each<readonly [string, string, number]>([
  ['http -b :2379/s', `GET /s|${plain}|${own}|\n\n`, 0],
  ['http -b GET :2379/g a==1 b==2 X-H:v', `GET /g?a=1&b=2|${plain}|${own}|x-h: v|\n\n`, 0],
  [
    `http -b :2379 a=1 b:=2 c:='["x"]'`,
    `POST /|${base}|connection: keep-alive|content-length: 30|${own}|${json}|{"a": "1", "b": 2, "c": ["x"]}\n\n`,
    0,
  ],
  [
    "http -b -f PUT :2379 value='a b' z=é",
    `PUT /|${plain}|content-length: 18|${own}|content-type: application/x-www-form-urlencoded; charset=utf-8|value=a+b&z=%C3%A9\n\n`,
    0,
  ],
  [
    `echo '{"a":1}' | http -b POST :2379/stdin`,
    `POST /stdin|${base}|connection: keep-alive|content-length: 8|${own}|${json}|{"a":1}\n\n\n`,
    0,
  ],
  [
    'http --offline POST localhost:2379 a=b',
    'POST / HTTP/1.1\r\nAccept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\nContent-Length: 10\r\nUser-Agent: HTTPie/3.2.4\r\nAccept: application/json, */*;q=0.5\r\nContent-Type: application/json\r\nHost: localhost:2379\r\n\r\n{"a": "b"}',
    0,
  ],
  [
    'http -h :2379',
    `HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Length: 119\r\n\r\n`,
    0,
  ],
  ['http --version', '3.2.4\n', 0],
  ['http', usage('the following arguments are required: URL'), 1],
  ['http --nope :2379', usage('unrecognized arguments: --nope'), 1],
  ['http GET :2379 badItem', usage("argument REQUEST_ITEM: 'badItem' is not a valid value"), 1],
  [
    'http GET :9/',
    `\nhttp: error: ConnectionError: HTTPConnectionPool(host='localhost', port=9): Max retries exceeded with url: / (Caused by NewConnectionError("HTTPConnection(host='localhost', port=9): Failed to establish a new connection: [Errno 111] Connection refused")) while doing a GET request to URL: http://localhost:9/\n\n`,
    1,
  ],
])('%s', (line, text, code) => {
  const terminal = new Terminal();
  terminal.serve = ({ method, path, headers, body }) => ({
    head: { status: 200, headers: {} },
    body: [
      encodeUtf8(
        `${[`${method} ${path}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), decodeUtf8(body)].join('|')}\n`,
      ),
    ],
    end: 'served',
  });
  expect(terminal.run(line)).toBe(text);
  expect(terminal.exit).toBe(code);
});
