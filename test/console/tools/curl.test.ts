import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../src/base/utf8.ts';
import type { HttpRequest } from '../../../src/etcd/gateway/http.ts';
import { Terminal, type Served } from './terminal.ts';

const U = 'http://127.0.0.1:2379';
const VERSION = '{"etcdserver":"3.4.23","etcdcluster":"3.4.0"}';

/** What came, in one line. */
const seen = ({ method, path, headers, body }: HttpRequest): string =>
  [
    `${method} ${path}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    decodeUtf8(body),
  ].join('|');

const of = (status: number, headers: Record<string, string>, text: string): Served => ({
  head: { status, headers },
  body: text === '' ? [] : [encodeUtf8(text)],
  end: 'served',
});

function answer(request: HttpRequest): Served {
  const plain = { 'Content-Type': 'application/json' };
  if (request.path === '/version') return of(200, plain, VERSION);
  if (request.path.startsWith('/nope')) return of(404, plain, 'none\n');
  if (request.path === '/redir') return of(307, { Location: '/dest' }, '');
  if (request.path === '/found') return of(302, { Location: '/dest' }, '');
  if (request.path === '/wait') return { head: { status: 200, headers: plain }, body: [] };
  if (request.path === '/cut') return { ...of(200, plain, 'half'), end: 'broken' };
  return of(200, {}, `${seen(request)}\n`);
}

const own = 'host: 127.0.0.1:2379|user-agent: curl/7.88.1|accept: */*';
const form = 'content-type: application/x-www-form-urlencoded';
const tryHelp = "curl: try 'curl --help' or 'curl --manual' for more information\n";

/** Lines as curl 7.88.1 was given them beside a real etcd 3.4.23 and a server that says what it hears; what it wrote. */
describe('curl', () => {
  it.each<readonly [string, string, number]>([
    [`curl ${U}/version`, VERSION, 0],
    [`curl -k -L -sS -N ${U}/version`, VERSION, 0],
    ['curl 127.0.0.1:2379/version#frag', VERSION, 0],
    [`curl --url ${U}/version ${U}/version`, VERSION + VERSION, 0],
    [
      `curl -i ${U}/version`,
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Length: 45\r\n\r\n${VERSION}`,
      0,
    ],
    [
      `curl -sI ${U}/version`,
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Length: 45\r\n\r\n',
      0,
    ],
    [
      `curl -s ${U}/a -XPUT -d value="hello world"`,
      `PUT /a|${own}|content-length: 17|${form}|value=hello world\n`,
      0,
    ],
    [`curl -s -d a -d b=c ${U}/a`, `POST /a|${own}|content-length: 5|${form}|a&b=c\n`, 0],
    [`curl -s -d '' ${U}`, `POST /|${own}|content-length: 0|${form}|\n`, 0],
    [
      `curl -s --data-urlencode 'a b/é=c d~' ${U}/x`,
      `POST /x|${own}|content-length: 11|${form}|a b/é=c+d~\n`,
      0,
    ],
    [`curl -s --data-urlencode '=c d' ${U}/x`, `POST /x|${own}|content-length: 3|${form}|c+d\n`, 0],
    [
      `printf 'line1\\nvalue=2\\n' > f; curl -s -d a -d b=c -d @f --data-binary @f ${U}/x`,
      `POST /x|${own}|content-length: 33|${form}|a&b=c&line1value=2&line1\nvalue=2\n\n`,
      0,
    ],
    [
      `echo value=stdin | curl -s ${U}/f -XPUT -d @-`,
      `PUT /f|${own}|content-length: 11|${form}|value=stdin\n`,
      0,
    ],
    [`curl -s ${U}/f -d @nofile`, `POST /f|${own}|content-length: 0|${form}|\n`, 0],
    [
      `curl ${U}/f -d @nofile`,
      `POST /f|${own}|content-length: 0|${form}|\nWarning: Couldn't read data from file "nofile", this makes an empty POST.\n`,
      0,
    ],
    [`curl -s --data-raw @f ${U}/f`, `POST /f|${own}|content-length: 2|${form}|@f\n`, 0],
    [`curl -sG --data-urlencode 'b=c d&/é' ${U}/zz`, `GET /zz?b=c+d%26%2f%c3%a9|${own}|\n`, 0],
    [`curl -s '${U}/q?a=1' -G -d b=2`, `GET /q?a=1&b=2|${own}|\n`, 0],
    [`curl -G -d key=a -d 'b=c d' ${U}/zz`, 'curl: (3) URL using bad/illegal format or missing URL\n', 3],
    [
      `curl -s --json '{' --json '}' ${U}`,
      'POST /|host: 127.0.0.1:2379|user-agent: curl/7.88.1|content-type: application/json|accept: application/json|content-length: 2|{}\n',
      0,
    ],
    [
      `curl -s -H 'Host: h' -H 'content-type: text/plain' -d x ${U}`,
      'POST /|host: h|user-agent: curl/7.88.1|accept: */*|content-type: text/plain|content-length: 1|x\n',
      0,
    ],
    [
      `curl -s -H 'User-Agent:' -H 'Accept: x' -H 'X-A;' ${U}`,
      'GET /|host: 127.0.0.1:2379|accept: x|x-a: |\n',
      0,
    ],
    [
      `curl -s -u root:pw ${U}/a`,
      'GET /a|host: 127.0.0.1:2379|authorization: Basic cm9vdDpwdw==|user-agent: curl/7.88.1|accept: */*|\n',
      0,
    ],
    [`curl -s ${U} -X FOO`, `FOO /|${own}|\n`, 0],
    [`curl -sL ${U}/redir -d x=1`, `POST /dest|${own}|content-length: 3|${form}|x=1\n`, 0],
    [`curl -sL ${U}/found -d x=1`, `GET /dest|${own}|\n`, 0],
    [`curl -s ${U}/redir`, '', 0],
    [`curl -s ${U}/a/../b/./c`, `GET /b/c|${own}|\n`, 0],
    [`curl -s "${U}/é"`, `GET /%c3%a9|${own}|\n`, 0],
    [`curl -s '${U}/{a,b}[1-2]'`, ['a1', 'a2', 'b1', 'b2'].map((k) => `GET /${k}|${own}|\n`).join(''), 0],
    [`curl -s -o out ${U}/version; cat out`, VERSION, 0],
    [`curl -sO ${U}/version; cat version`, VERSION, 0],
    [
      `curl -O ${U}/`,
      'curl: Remote file name has no length!\ncurl: (23) Failed writing received data to disk/application\n',
      23,
    ],
    [`curl -s -o /dev/null -w '%{http_code}\\n' ${U}/nope`, '404\n', 0],
    [
      `curl -s -w '%{http_code} %{size_download} %{content_type} %{url_effective} %{method} %{num_redirects} %% \\t|\\n' ${U}/nope`,
      `none\n404 5 application/json ${U}/nope GET 0 % \t|\n`,
      0,
    ],
    [`curl -s -w '[%{nope}]' ${U}/nope`, "none\n[]curl: unknown --write-out variable: 'nope'\n", 0],
    [`curl -s -w '%{http_code}' http://127.0.0.1:9/`, '000', 7],
    [`curl -f ${U}/nope`, 'curl: (22) The requested URL returned error: 404\n', 22],
    [`curl -sf ${U}/nope`, '', 22],
    [`curl -sSf ${U}/nope`, 'curl: (22) The requested URL returned error: 404\n', 22],
    [`curl --fail-with-body -s ${U}/nope`, 'none\n', 22],
    [
      'curl http://127.0.0.1:9/version',
      "curl: (7) Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server\n",
      7,
    ],
    [
      'curl http://localhost:9',
      "curl: (7) Failed to connect to localhost port 9 after 0 ms: Couldn't connect to server\n",
      7,
    ],
    ['curl -s http://127.0.0.1:9/version', '', 7],
    ['curl http://nosuchhost.invalid:2379/', 'curl: (6) Could not resolve host: nosuchhost.invalid\n', 6],
    [`curl -s ${U}/version http://127.0.0.1:9/`, VERSION, 7],
    [`curl -s http://127.0.0.1:9/ ${U}/version`, VERSION, 0],
    ['curl', tryHelp, 2],
    ['curl -s', `curl: no URL specified!\n${tryHelp}`, 2],
    [`curl --nope ${U}`, `curl: option --nope: is unknown\n${tryHelp}`, 2],
    [`curl --ver ${U}`, `curl: option --ver: is ambiguous\n${tryHelp}`, 2],
    ['curl -d', `curl: option -d: requires parameter\n${tryHelp}`, 2],
    ['curl --data', `curl: option --data: requires parameter\n${tryHelp}`, 2],
    [`curl -m abc ${U}`, `curl: option -m: expected a proper numerical parameter\n${tryHelp}`, 2],
    ['curl foo://127.0.0.1/', 'curl: (1) Protocol "foo" not supported or disabled in libcurl\n', 1],
    ['curl http://', 'curl: (3) URL using bad/illegal format or missing URL\n', 3],
    [`curl '${U}/a b'`, 'curl: (3) URL using bad/illegal format or missing URL\n', 3],
    ['curl http://127.0.0.1:notaport/', 'curl: (3) URL using bad/illegal format or missing URL\n', 3],
    ['curl http://127.0.0.1:99999/', 'curl: (3) URL using bad/illegal format or missing URL\n', 3],
    [
      "curl 'http://127.0.0.1:41400/v2/keys/{a'",
      `curl: (3) unmatched brace in URL position 32:\nhttp://127.0.0.1:41400/v2/keys/{a\n${' '.repeat(31)}^\n`,
      3,
    ],
    [
      "curl '127.0.0.1:41410/[1-a]'",
      `curl: (3) bad range in URL position 20:\n127.0.0.1:41410/[1-a]\n${' '.repeat(19)}^\n`,
      3,
    ],
    [
      "curl '127.0.0.1:41410/[3-1]'",
      `curl: (3) bad range in URL position 22:\n127.0.0.1:41410/[3-1]\n${' '.repeat(21)}^\n`,
      3,
    ],
    [
      "curl '127.0.0.1:41410/{}'",
      `curl: (3) empty string within braces in URL position 18:\n127.0.0.1:41410/{}\n${' '.repeat(17)}^\n`,
      3,
    ],
    [
      'curl https://127.0.0.1:2379/version',
      'curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to 127.0.0.1:2379 \n',
      35,
    ],
    [
      `curl -I -d a=b ${U}`,
      'Warning: You can only select one HTTP request method! You asked for both POST \nWarning: (-d, --data) and HEAD (-I, --head).\n',
      2,
    ],
    [
      `curl -m 1 ${U}/wait`,
      'curl: (28) Operation timed out after 1000 milliseconds with 0 bytes received\n',
      28,
    ],
    [`curl ${U}/cut`, 'halfcurl: (18) transfer closed with outstanding read data remaining\n', 18],
    [`curl --retry 3 ${U}`, `curl: option --retry: is known to curl, and not here\n${tryHelp}`, 2],
  ])('%s', (line, text, code) => {
    const terminal = new Terminal();
    terminal.serve = answer;
    expect(terminal.run(line)).toBe(text);
    expect(terminal.exit).toBe(code);
  });

  it('tells with -v what goes there and back, on standard error', () => {
    const terminal = new Terminal();
    terminal.serve = answer;
    terminal.run(`curl -v -d x=1 ${U}/version`);
    expect(terminal.err).toBe(
      [
        '*   Trying 127.0.0.1:2379...\n* Connected to 127.0.0.1 (127.0.0.1) port 2379 (#0)\n',
        '> POST /version HTTP/1.1\r\n> Host: 127.0.0.1:2379\r\n> User-Agent: curl/7.88.1\r\n> Accept: */*\r\n',
        '> Content-Length: 3\r\n> Content-Type: application/x-www-form-urlencoded\r\n> \r\n',
        '< HTTP/1.1 200 OK\r\n< Content-Type: application/json\r\n< Date: Mon, 01 Jan 2024 00:00:00 GMT\r\n',
        '< Content-Length: 45\r\n< \r\n* Connection #0 to host 127.0.0.1 left intact\n',
      ].join(''),
    );
    terminal.run('curl -v http://127.0.0.1:9/');
    expect(terminal.err).toContain(
      '* connect to 127.0.0.1 port 9 failed: Connection refused\n* Failed to connect',
    );
  });

  it('writes what comes as it comes, until it is stopped', () => {
    const terminal = new Terminal();
    terminal.serve = () => ({ head: { status: 200, headers: {} }, body: [encodeUtf8('one\n')] });
    terminal.begin(`curl -si ${U}/wait`);
    terminal.wait(5);
    expect(terminal.out).toContain('Transfer-Encoding: chunked\r\n\r\none\n');
    expect(terminal.exit).toBeUndefined();
    terminal.tell({ type: 'signal', signal: 'SIGINT' });
    expect(terminal.exit).toBe(130);
  });
});
