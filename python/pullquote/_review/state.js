// What was decided, for each quotation (its key), with undo; kept by the browser, saved to and read from files.

const KINDS = ["direct", "mixed", "indirect", "fragment"];
const decisions = new Map();
const counts = { accepted: 0, corrected: 0, rejected: 0, added: 0 };
const undone = [];
const undoable = [];
// Entries of a file that was opened which no quotation of this page has: saved again as they are.
let strangers = [];
let isSaved = true;

// A quotation found ("q7"), one added ("n7"), or an article in which none was found ("e7").
const items = [];
const byKey = new Map();
const byArticle = DATA.articles.map(() => []);

function put(item) {
  byKey.set(item.key, item);
  const own = byArticle[item.a];
  let at = own.length;
  while (at > 0 && startOf(own[at - 1]) > startOf(item)) at--;
  own.splice(at, 0, item);
}

function startOf(item) {
  return item.q ? item.q.p[0][0] : item.first;
}

DATA.quotes.forEach((q, number) => {
  const item = { key: `q${number}`, a: q.a, q };
  items.push(item);
  byKey.set(item.key, item);
  byArticle[q.a].push(item);
});
DATA.articles.forEach((_, a) => {
  if (byArticle[a].length) return;
  const item = { key: `e${a}`, a, q: null, isEmpty: true, first: 0 };
  items.push(item);
  put(item);
});
items.sort((one, two) => one.a - two.a || startOf(one) - startOf(two));

const isDone = (a) => decisions.get(`d${a}`) !== undefined;

function verdictOf(item) {
  const decision = decisions.get(item.key);
  if (item.isEmpty) return isDone(item.a) ? "accepted" : "undecided";
  if (!decision) return "undecided";
  if (decision.v === "rejected" || decision.v === "added") return decision.v;
  if (decision.kind || decision.speaker || decision.parts) return "corrected";
  return decision.v === "accepted" ? "accepted" : "undecided";
}

// What holds for a quotation now: as found, with what was corrected.
function claimOf(item) {
  const decision = decisions.get(item.key) || {};
  const q = item.q;
  return {
    kind: decision.kind || (q && q.k),
    speaker: decision.speaker ? decision.speaker.name : q && q.sp,
    person: decision.speaker ? decision.speaker.id : q && q.pid,
    parts: decision.parts || (q ? q.p : [[item.first, item.first]]),
    comment: decision.comment || "",
  };
}

const sameParts = (one, two) => JSON.stringify(one) === JSON.stringify(two);

// A decision without what says no more than what was found; undefined if nothing is left.
function cleaned(item, decision) {
  if (!decision) return undefined;
  const kept = { ...decision };
  if (item && item.q) {
    if (kept.kind === item.q.k) delete kept.kind;
    if (kept.parts && sameParts(kept.parts, item.q.p)) delete kept.parts;
    if (kept.speaker && (kept.speaker.name || null) === item.q.sp && (kept.speaker.id || null) === (item.q.pid || null)) delete kept.speaker;
    if (kept.v === "rejected") {
      delete kept.kind;
      delete kept.speaker;
      delete kept.parts;
    }
  }
  if (!kept.comment) delete kept.comment;
  if (!kept.v) delete kept.v;
  return Object.keys(kept).length && !(Object.keys(kept).length === 1 && kept.order) ? kept : undefined;
}

function count(item, by) {
  if (!item || item.isEmpty) return;
  const verdict = verdictOf(item);
  if (verdict in counts) counts[verdict] += by;
}

function set(key, decision) {
  let item = byKey.get(key);
  count(item, -1);
  if (decision === undefined) decisions.delete(key);
  else decisions.set(key, decision);
  if (key[0] === "n") item = decision === undefined ? drop(key) : added(key, decision);
  count(item, 1);
  keep(key, decision);
}

function drop(key) {
  const item = byKey.get(key);
  if (!item) return undefined;
  byKey.delete(key);
  const own = byArticle[item.a];
  own.splice(own.indexOf(item), 1);
  items.splice(items.indexOf(item), 1);
  return undefined;
}

function added(key, decision) {
  let item = byKey.get(key);
  if (!item) {
    item = { key, a: decision.a, q: null, first: decision.parts[0][0] };
    put(item);
    const at = items.findIndex((one) => one.a > item.a || (one.a === item.a && startOf(one) > item.first));
    items.splice(at < 0 ? items.length : at, 0, item);
  }
  return item;
}

// Changes several at once, as one step to undo: pairs of key and decision.
function commit(changes) {
  const step = [];
  for (const [key, decision] of changes) {
    const after = cleaned(byKey.get(key), decision);
    step.push([key, decisions.get(key), after]);
    set(key, after);
  }
  undoable.push(step);
  undone.length = 0;
  isSaved = false;
}

// Takes back the last step, or makes it again; gives the key that it was about.
function stepBack(from, to, which) {
  const step = from.pop();
  if (!step) return null;
  for (const change of which === 1 ? [...step].reverse() : step) set(change[0], change[which]);
  to.push(step);
  isSaved = false;
  return step[0][0];
}
const undo = () => stepBack(undoable, undone, 1);
const redo = () => stepBack(undone, undoable, 2);

// The browser's own memory: one small record for each decision, so that a step writes no more than itself.
const PREFIX = `pullquote-review:${DATA.review_id}:`;
let memory = null;
try {
  memory = window.localStorage;
  memory.setItem(`${PREFIX}test`, "1");
  memory.removeItem(`${PREFIX}test`);
} catch {
  memory = null;
}
let onFull = () => {};

function keep(key, decision) {
  if (!memory) return;
  try {
    if (decision === undefined) memory.removeItem(PREFIX + key);
    else memory.setItem(PREFIX + key, JSON.stringify(decision));
  } catch {
    onFull();
  }
}

const isParts = (parts, a) =>
  Array.isArray(parts) &&
  parts.length > 0 &&
  parts.every((part) => Array.isArray(part) && part.length === 2 && words(a, ...part) !== "") &&
  pieceOf(a, ...ends(parts)) !== undefined;

// What a text of the browser's memory says; nothing if it is none of ours, or not whole.
function readKept(key, text) {
  let decision;
  try {
    decision = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!decision || typeof decision !== "object") return undefined;
  if (key[0] === "d") return decision.done === true && DATA.articles[key.slice(1)] ? { done: true } : undefined;
  const item = byKey.get(key);
  const a = key[0] === "n" ? decision.a : item && item.a;
  if (!DATA.articles[a] || (key[0] === "n" && !decision.parts) || (key[0] !== "n" && !(item && item.q))) return undefined;
  if (decision.parts && !isParts(decision.parts, a)) return undefined;
  if (decision.kind !== undefined && !KINDS.includes(decision.kind)) return undefined;
  return decision.speaker === undefined || (decision.speaker && typeof decision.speaker === "object") ? decision : undefined;
}

// Everything that was kept; gives how many decisions that were.
function restore() {
  if (!memory) return 0;
  let number = 0;
  const keys = Object.keys(memory).filter((key) => key.startsWith(PREFIX));
  for (const name of keys) {
    const key = name.slice(PREFIX.length);
    if (key === "strangers") {
      try {
        strangers = JSON.parse(memory.getItem(name)) || [];
      } catch {
        strangers = [];
      }
      continue;
    }
    const decision = readKept(key, memory.getItem(name));
    if (!decision) continue;
    set(key, decision);
    number++;
  }
  return number;
}

let lastAdded = 0;
function newKey() {
  do lastAdded++;
  while (byKey.has(`n${lastAdded}`));
  return `n${lastAdded}`;
}

const withText = (a, [start, end]) => ({ start, end, text: words(a, start, end) });
const ends = (parts) => [parts[0][0], parts[parts.length - 1][1]];

function entryOf(item) {
  const decision = decisions.get(item.key);
  if (!decision) return null;
  const verdict = verdictOf(item);
  const claim = claimOf(item);
  const place = ends(item.q ? item.q.p : claim.parts);
  const entry = {
    verdict: verdict === "undecided" ? "commented" : verdict,
    article_id: DATA.articles[item.a].id,
    quote_id: item.q ? item.q.id : null,
    ...withText(item.a, place),
    found: item.q && {
      kind: item.q.k,
      speaker: item.q.sp,
      person_id: item.q.pid,
      confidence: item.q.c,
      method: item.q.m,
      parts: item.q.p.map((part) => withText(item.a, part)),
    },
    corrected: null,
    comment: decision.comment || null,
    order: decision.order || null,
  };
  if (verdict === "added" || verdict === "corrected") {
    entry.corrected = {};
    if (decision.kind) entry.corrected.kind = decision.kind;
    if (decision.speaker) {
      entry.corrected.speaker = decision.speaker.name || null;
      entry.corrected.person_id = decision.speaker.id || null;
    }
    if (decision.parts) {
      entry.corrected.text = words(item.a, ...ends(decision.parts));
      entry.corrected.parts = decision.parts.map((part) => withText(item.a, part));
    }
  }
  return entry;
}

// The file: an entry a line, in the order of the articles.
function exported() {
  const entries = [];
  const touched = new Set();
  for (const item of items) {
    const entry = entryOf(item);
    if (entry) {
      entries.push(entry);
      touched.add(item.a);
    }
  }
  const labels = new Set();
  const articles = [];
  DATA.articles.forEach((article, a) => {
    if (!touched.has(a) && !isDone(a)) return;
    labels.add(String(article.id));
    const done = isDone(a) && byArticle[a].every((item) => item.isEmpty || verdictOf(item) !== "undecided");
    articles.push({ article_id: article.id, text_hash: article.hash, n_chars: article.n, outlet: article.outlet, done });
  });
  for (const entry of strangers) {
    if (!labels.has(String(entry.article_id))) articles.push({ article_id: entry.article_id, done: false });
    labels.add(String(entry.article_id));
  }
  const lines = (list) => (list.length ? `[\n${list.map((one) => JSON.stringify(one)).join(",\n")}\n]` : "[]");
  const head = { format: "pullquote-corrections", version: 1, generator: DATA.generator, review_id: DATA.review_id, n_quotes: DATA.quotes.length };
  return `${JSON.stringify(head).slice(0, -1)},\n"articles":${lines(articles)},\n"entries":${lines([...entries, ...strangers])}}\n`;
}

const spansOf = (parts) => parts.map((part) => [part.start, part.end]);

// Takes over what a file says; gives how many entries fitted and how many did not. Throws where it is no such file.
function imported(text) {
  const file = JSON.parse(text);
  if (!file || file.format !== "pullquote-corrections" || !Array.isArray(file.entries)) throw new Error("this is no file of corrections");
  if (file.version !== 1) throw new Error(`its version is ${file.version}; this page reads 1`);
  const articles = new Map(DATA.articles.map((article, a) => [String(article.id), a]));
  const places = new Map(items.map((item) => [`${item.a}:${ends(claimPlace(item)).join(":")}`, item]));
  const changes = [];
  const unknown = [];
  for (const entry of file.entries) {
    const a = articles.get(String(entry.article_id));
    const corrected = entry.corrected || {};
    const stands = (part) => words(a, part.start, part.end) === part.text && part.text !== "";
    const isHere = a !== undefined && stands(entry) && (!corrected.parts || (corrected.parts.every(stands) && isParts(spansOf(corrected.parts), a)));
    const decision = { order: entry.order || "text" };
    if (entry.comment) decision.comment = entry.comment;
    if (corrected.kind) decision.kind = corrected.kind;
    if ("speaker" in corrected) decision.speaker = { name: corrected.speaker, id: corrected.person_id || null };
    if (corrected.parts) decision.parts = spansOf(corrected.parts);
    const item = isHere ? places.get(`${a}:${entry.start}:${entry.end}`) : undefined;
    if (entry.verdict === "added" && isHere && decision.parts) {
      const key = item && !item.q && !item.isEmpty ? item.key : newKey();
      byKey.has(key) || byKey.set(key, undefined);
      changes.push([key, { ...decision, v: "added", a }]);
    } else if (item && item.q) {
      if (entry.verdict !== "commented") decision.v = entry.verdict === "rejected" ? "rejected" : "accepted";
      changes.push([item.key, decision]);
    } else unknown.push(entry);
  }
  for (const article of file.articles || []) {
    const a = articles.get(String(article.article_id));
    if (article.done && a !== undefined) changes.push([`d${a}`, { done: true }]);
  }
  const known = new Set(strangers.map((entry) => JSON.stringify(entry)));
  strangers = [...strangers, ...unknown.filter((entry) => !known.has(JSON.stringify(entry)))];
  keep("strangers", strangers.length ? strangers : undefined);
  if (changes.length) commit(changes);
  return { fitting: file.entries.length - unknown.length, unknown: unknown.length };
}

function claimPlace(item) {
  return item.q ? item.q.p : claimOf(item).parts;
}
