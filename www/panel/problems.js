/*
 * Problems of the rule file, as `npx shopbell check` prints them.
 */
import { el } from './element.js';

/** The section of problems; empty where there are none. */
export async function createProblems(rules) {
  const tools = await import('./tools.js');
  await tools.default();
  const problems = tools.check(rules);
  if (!problems.length) return null;
  const rows = problems.map(({ code, severity, line, column, pointer, message }) =>
    el('li', 'problem ' + severity, el('span', 'where', el('b', '', code), ` ${line}:${column} `, el('code', '', pointer)), el('span', '', message)),
  );
  const open = problems.some(({ severity }) => severity === 'error');
  const section = el('details', 'part problems', el('summary', '', counted(problems)), el('ul', '', ...rows));
  section.open = open;
  return section;
}

function counted(problems) {
  const parts = ['error', 'warning', 'note'].map((severity) => {
    const count = problems.filter((problem) => problem.severity === severity).length;
    return count ? `${count} ${severity}${count > 1 ? 's' : ''}` : '';
  });
  return `${parts.filter(Boolean).join(', ')} in the rule file`;
}
