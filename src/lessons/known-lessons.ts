import { libraryOf } from './library.ts';
import { parseScripts } from './language/parse-script.ts';

/** The lessons that others begin with, so that those can be run without the file they came from. */
export const K1_SCRIPT = `cluster voters=1
campaign 1
client c1 at=1
expect rev=1
c1 put a=1        # rev=2
c1 put a=2        # rev=3
c1 put b=1        # rev=4
expect get a: value=2 create=2 mod=3 version=2
c1 del a          # rev=5 deleted=1
c1 del a          # rev=5 deleted=0
c1 put a=3        # rev=6
expect get a: value=3 create=6 mod=6 version=1
expect get a rev=3: value=2 mod=3
expect get a rev=99: error=future-revision
`;

export const K2_SCRIPT = `continue K1                                  # rev=6, a.mod=6
c1 watch w prefix="" from=7
c1 txn if mod(a)=6 then put a=4, put b=2        # succeeded=true rev=7
expect get a: mod=7 version=2
expect get b: mod=7 version=2
c1 txn if mod(a)=6 then put a=5 else get a      # succeeded=false rev=7
expect w responses=1 events=[a@7,b@7]
`;

export const CONTINUED_LESSONS = `lesson K1\n${K1_SCRIPT}\nlesson K2\n${K2_SCRIPT}`;

export const knownLessons = libraryOf(parseScripts(CONTINUED_LESSONS, 'known lessons'));
