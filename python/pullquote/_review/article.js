// The article with its quotations marked: no more of it than can be read at once, however long it is.

// Code points shown before and after the quotation; more on request.
const AROUND = 12000;
let shownArticle = -1;
let more = { before: 0, after: 0 };

// What is marked in a stretch: [start, end, layer, item].
function layersOf(item, from, to) {
  const layers = [];
  for (const other of byArticle[item.a]) {
    if (other === item || other.isEmpty) continue;
    const { parts } = claimOf(other);
    const [first, last] = ends(parts);
    if (first >= to || last <= from) continue;
    for (const [start, end] of parts) layers.push([start, end, "other", other]);
  }
  if (!item.isEmpty) {
    for (const [start, end] of claimOf(item).parts) layers.push([start, end, "this", item]);
    if (item.q && item.q.cs) layers.push([...item.q.cs, "cue", item]);
    if (item.q && item.q.ss) layers.push([...item.q.ss, "who", item]);
  }
  if (cursor && cursor.a === item.a) layers.push([cursor.start, cursor.end, "cursor", null]);
  return layers.filter(([start, end]) => start < end);
}

// The stretch as pieces between which nothing begins or ends, each with what lies over it.
function segments(layers, from, to) {
  const events = [];
  for (const layer of layers) {
    const start = Math.max(layer[0], from);
    const end = Math.min(layer[1], to);
    if (start < end) events.push([start, 1, layer], [end, 0, layer]);
  }
  events.sort((one, two) => one[0] - two[0] || one[1] - two[1]);
  const found = [];
  const over = new Set();
  let place = from;
  for (const [point, isStart, layer] of events) {
    if (point > place) found.push([place, point, [...over]]);
    place = Math.max(place, point);
    if (isStart) over.add(layer);
    else over.delete(layer);
  }
  if (place < to) found.push([place, to, []]);
  return found;
}

function segmentNode(piece, start, end, over) {
  const isThis = over.some((layer) => layer[2] === "this");
  const made = element(isThis ? "mark" : "span", "", piece.slice(start, end));
  made.pqStart = start;
  for (const layer of over) made.classList.add(layer[2]);
  const other = over.filter((layer) => layer[2] === "other").pop();
  if (other) {
    made.dataset.key = other[3].key;
    made.classList.add(verdictOf(other[3]));
    const claim = claimOf(other[3]);
    made.title = `${speakerShown(claim)} · ${claim.kind} · ${NAMES[verdictOf(other[3])]}`;
  }
  if (isThis) made.classList.add(verdictOf(current));
  return made;
}

function moreButton(side, number) {
  const made = element("button", "more", `Show ${Math.min(number, AROUND).toLocaleString("en")} of ${number.toLocaleString("en")} more characters`);
  made.addEventListener("click", () => {
    more[side] += AROUND;
    renderArticle(false);
  });
  return made;
}

function renderArticle(isNew) {
  const box = $("text");
  if (!current) {
    box.replaceChildren(element("p", "nothing", items.length ? "No quote passes these filters." : "There are no quotes in this page."));
    for (const id of ["source", "article-title"]) $(id).textContent = "";
    $("article-title").hidden = true;
    $("done-label").hidden = true;
    shownArticle = -1;
    return;
  }
  const article = DATA.articles[current.a];
  const hasChanged = shownArticle !== current.a;
  const scroll = hasChanged ? 0 : box.scrollTop;
  if (hasChanged || isNew) more = { before: 0, after: 0 };
  shownArticle = current.a;
  $("source").textContent = [sourceOf(current.a), article.outlet && article.id !== null ? String(article.id) : ""].filter(Boolean).join(" · ");
  const isTold = Boolean(article.title) && article.pieces[0].text.trimStart().startsWith(article.title);
  $("article-title").textContent = isTold ? "" : article.title || "";
  $("article-title").hidden = isTold || !article.title;
  $("done-label").hidden = article.hash === null;
  $("done").checked = isDone(current.a);
  const [first, last] = current.isEmpty ? [0, 0] : ends(claimOf(current).parts);
  const low = first - AROUND - more.before;
  const high = last + AROUND + more.after;
  const nodes = [];
  let end = 0;
  for (const piece of article.pieces) {
    const from = Math.max(piece.start, low);
    const to = Math.min(piece.end, high);
    if (from >= to) continue;
    if (from > end || (piece.start > 0 && !nodes.length)) nodes.push(piece.start < from ? moreButton("before", from - piece.start) : element("p", "gap", "…"));
    for (const [start, stop, over] of segments(layersOf(current, from, to), from, to)) nodes.push(segmentNode(piece, start, stop, over));
    if (to < piece.end) nodes.push(moreButton("after", piece.end - to));
    end = piece.end;
  }
  const lastPiece = article.pieces[article.pieces.length - 1];
  if (article.hash === null && lastPiece && end === lastPiece.end) nodes.push(element("p", "gap", "…"));
  box.replaceChildren(...nodes);
  box.scrollTop = scroll;
  const target = box.querySelector(".cursor") || box.querySelector(".this");
  if (target) show(box, target);
}

// Scrolls the text, and nothing else, as far as needed.
function show(box, target) {
  const top = target.offsetTop - box.offsetTop;
  if (top < box.scrollTop + 40 || top > box.scrollTop + box.clientHeight - 120) box.scrollTop = top - box.clientHeight / 3;
}

// A place in the text as a code point.
function pointAt(node, offset) {
  if (node.nodeType === Node.TEXT_NODE) {
    const parent = node.parentNode;
    if (parent.pqStart === undefined) return undefined;
    return parent.pqStart + [...node.data.slice(0, offset)].length;
  }
  const child = node.childNodes[offset];
  if (child) return child.pqStart !== undefined ? child.pqStart : child.nodeType === Node.TEXT_NODE ? pointAt(child, 0) : undefined;
  const before = node.childNodes[offset - 1];
  if (before && before.pqStart !== undefined) return before.pqStart + [...before.textContent].length;
  return node.pqStart;
}

// The words that are selected, by mouse or by the word cursor; null for none.
function selectedWords() {
  if (!current) return null;
  if (cursor && cursor.a === current.a) return trimmed(cursor.a, cursor.start, cursor.end);
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!$("text").contains(range.commonAncestorContainer)) return null;
  const start = pointAt(range.startContainer, range.startOffset);
  const end = pointAt(range.endContainer, range.endOffset);
  if (start === undefined || end === undefined || start >= end || !pieceOf(current.a, start, end)) return null;
  const found = trimmed(current.a, start, end);
  return found.start < found.end ? found : null;
}

function placeToolbar() {
  const bar = $("selected");
  const selection = document.getSelection();
  const found = cursor ? null : selectedWords();
  bar.hidden = !found;
  if (!found) return;
  const box = selection.getRangeAt(0).getBoundingClientRect();
  const outer = $("reading").getBoundingClientRect();
  const top = box.top - outer.top - bar.offsetHeight - 6;
  bar.style.top = `${top < 0 ? box.bottom - outer.top + 6 : top}px`;
  bar.style.left = `${Math.max(4, Math.min(box.left - outer.left, outer.width - bar.offsetWidth - 8))}px`;
}

function startArticle() {
  document.addEventListener("selectionchange", placeToolbar);
  // A click must not take the selection away before it is read.
  $("selected").addEventListener("mousedown", (event) => event.preventDefault());
  $("text").addEventListener("click", (event) => {
    const other = event.target.closest(".other");
    if (!other || !document.getSelection().isCollapsed || event.target.classList.contains("this")) return;
    goToItem(byKey.get(other.dataset.key));
  });
  $("done").addEventListener("change", () => setDone());
}
