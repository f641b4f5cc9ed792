import { keepFontFaces } from '../export/fonts.ts';

const POLICY = "connect-src 'none'";

let shut: Promise<void> | undefined;

/**
 * From now on, and until this page is loaded anew, the browser lets it open no connection: a second policy joins the one that the page
 * came with (both hold, and none can be taken back). What the page may want of its own site later by a connection, the fonts that go into
 * exported pictures, it gets before. Files are read once this has resolved.
 */
export function shutDoors(): Promise<void> {
  shut ??= keepFontFaces().then(() => {
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = POLICY;
    document.head.append(policy);
  });
  return shut;
}

/** Tries to open a connection to the page's own site: true, it was refused by the policy, which the browser said as well. */
export async function isShut(): Promise<boolean> {
  let refused = false;
  const hear = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'connect-src') refused = true;
  };
  document.addEventListener('securitypolicyviolation', hear);
  try {
    await fetch('./?is-this-refused');
    return false;
  } catch {
    // The browser tells of it in a task of its own.
    await new Promise((resolve) => setTimeout(resolve));
    return refused;
  } finally {
    document.removeEventListener('securitypolicyviolation', hear);
  }
}
