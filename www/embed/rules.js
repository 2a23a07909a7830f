/*
 * The rule file as bytes, from wherever the shop keeps it.
 *
 * Decides what an answer must look like to be worth decoding; whether it is a good rule file is the engine's to say.
 */

/** A popup that comes late is worse than none. */
const TIMEOUT_MS = 2000;

/**
 * The bytes, or the sentence that says why there are none; never rejects.
 *
 * @param {string | URL | Uint8Array | object} rules  an address, or the rules themselves
 * @param {string} rulesSetting  what the shop calls this setting, for messages
 * @returns {Promise<{ bytes?: Uint8Array, problem?: string }>}
 */
export async function readRules(rules, rulesSetting, { Promise, fetch, setTimeout, clearTimeout }) {
  if (rules instanceof Uint8Array) return { bytes: rules };
  const abort = new AbortController();
  let timer;
  // Somebody else's `fetch` may not know what a signal is.
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject();
    }, TIMEOUT_MS);
  });
  const read = async () => {
    if (typeof rules === 'object' && !(rules instanceof URL)) {
      return { bytes: new TextEncoder().encode(JSON.stringify(rules)) };
    }
    const response = await fetch(rules, { __proto__: null, priority: 'low', signal: abort.signal });
    if (!response.ok) {
      return { problem: `the rule file ${rules} answered ${response.status}; put it there, or correct ${rulesSetting}.` };
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (looksLikeHtml(bytes)) {
      return {
        problem: `${rules} is a web page (HTML), not a rule file (JSON); put the file there, or correct ${rulesSetting}.`,
      };
    }
    return { bytes };
  };
  try {
    return await Promise.race([read(), late]);
  } catch (error) {
    const found = abort.signal.aborted ? `took longer than ${TIMEOUT_MS / 1000} seconds` : `could not be fetched (${error})`;
    return { problem: `the rule file ${rules} ${found}; check that this address answers, or correct ${rulesSetting}.` };
  } finally {
    clearTimeout(timer);
  }
}

/** Servers like to answer an unknown address with a page and status 200. */
function looksLikeHtml(bytes) {
  const first = bytes.find((byte) => byte > 32);
  return first === 60; // <
}
