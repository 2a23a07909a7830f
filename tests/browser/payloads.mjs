/*
 * Three hundred texts that want to be more than text: markup, entities, addresses of script, templates, controls of direction,
 * halves of letters, long words, sequences of emoji. They are generated, so that each trick stands in each disguise.
 */

const HIT = 'window.hit=1';

const MARKUP = [
  `<script>${HIT}</script>`, `<img src=x onerror=${HIT}>`, `<svg onload=${HIT}>`, `<svg><script>${HIT}</script></svg>`, `<iframe srcdoc="<script>parent.${HIT}</script>">`,
  `<body onload=${HIT}>`, `<details open ontoggle=${HIT}>`, `<input autofocus onfocus=${HIT}>`, `<video><source onerror=${HIT}>`, `<math><mtext><img src=x onerror=${HIT}>`,
  `<a href="javascript:${HIT}">x</a>`, `<form action="javascript:${HIT}"><button>x</button></form>`, `<base href="https://evil.example/">`, `<link rel=stylesheet href=//evil.example/x.css>`,
  `<meta http-equiv=refresh content="0;url=javascript:${HIT}">`, `<style>*{display:none}</style>`, `<object data="javascript:${HIT}">`, `<embed src="javascript:${HIT}">`,
  `<template shadowrootmode=open><b>x</b></template>`, `<slot>x</slot>`, `<marquee onstart=${HIT}>`, `<b style="position:fixed;inset:0">x</b>`, `<shopbell-root>x</shopbell-root>`, `<b part=primary class=card id=x>x</b>`,
  `<![CDATA[<img src=x onerror=${HIT}>]]>`, `<?xml version="1.0"?><x/>`, `<!doctype html><html>`, `<noscript><img src=x onerror=${HIT}></noscript>`, `<x:script xmlns:x="http://www.w3.org/1999/xhtml">${HIT}</x:script>`, `<textarea></textarea><img src=x onerror=${HIT}>`,
];
/** Ways out of where a text may have been put. */
const DISGUISES = [
  (text) => text, (text) => `"'>${text}`, (text) => `</style></title></textarea>${text}`, (text) => `-->]]>${text}`,
  (text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'), (text) => text.replaceAll('<', '\\u003c'), (text) => encodeURIComponent(text),
];
const ADDRESSES = ['javascript:', 'JaVaScRiPt:', ' javascript:', 'java\tscript:', 'java\nscript:', 'vbscript:', 'data:text/html,', 'data:text/html;base64,', 'blob:', 'filesystem:', 'view-source:javascript:', 'javascript&colon;', '\u0001javascript:'].flatMap(
  (scheme) => [`${scheme}${HIT}`, `${scheme}//%0a${HIT}`],
);
const TEMPLATES = ['${HIT}', '#{HIT}', '<%= HIT %>', '[[HIT]]', '{%HIT%}', '$(HIT)', '`HIT`', '%s%n%x', '\\x3cb\\x3e', '__proto__', 'constructor', 'toString', '[object Object]', '$&$1$`', '*b*', '**b**', '[x](/y)', '\\*', 'null', 'undefined', 'NaN', '-0', '1e309'].map((text) => text.replace('HIT', HIT));
const CONTROLS = ['\u202e', '\u202d', '\u2066', '\u2067', '\u2068', '\u200f', '\u200e', '\u061c', '\u200b', '\u2060', '\ufeff', '\u00ad', '\u0000', '\u0007', '\u001b[31m', '\u2028', '\u2029', '\u0085', '\ufff9', '\u{e0001}'].map((control) => `a${control}txt.exe`);
const HALVES = ['\ud800', '\udc00', '\ud83d', 'a\ud800b', '\udc00\ud800', '\ud83d\ud83d\ude00'];
const LONG = ['W'.repeat(300), 'ㅋ'.repeat(200), '<'.repeat(200), '&amp;'.repeat(60), 'a\u0301'.repeat(100), 'Z\u0300\u0301\u0302\u0303\u0304\u0305'.repeat(30), '\u200d'.repeat(100), '\n'.repeat(50) + 'x'];
const EMOJI = ['👨‍👩‍👧‍👦', '🏳️‍🌈', '🇷🇴🇰🇷', '👍🏽', '1️⃣', '🧑🏿‍🚀', '❤️‍🔥', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'].flatMap((emoji) => [emoji, emoji.repeat(20)]);
const STYLE = ['red;}*{display:none', 'expression(alert(1))', 'url(javascript:window.hit=1)', 'url(//evil.example)', 'var(--x)', '</style>', '}</style><b>', '@import "//evil.example"', '\\7d', '--shopbell-accent:red', ':host{}', ']]>', '-->', '<!--', '*/', '//', "';", '";', '`;', '\\'];

const all = [...MARKUP.flatMap((text) => DISGUISES.map((disguise) => disguise(text))), ...ADDRESSES, ...TEMPLATES, ...CONTROLS, ...HALVES, ...LONG, ...EMOJI, ...STYLE];

/** All of them, each another one. */
export const PAYLOADS = [...new Set(all)];
