// Where a quotation begins and ends, and those that were missed.

// The words that the keys have selected: {a, anchor, head, start, end}; null where there is no word cursor.
let cursor = null;

function setParts(parts, change = {}) {
  const before = decisionOf(current);
  decide(current, { parts, v: before.v === "rejected" ? undefined : before.v, ...change });
  cursor = null;
  document.getSelection().removeAllRanges();
  refresh();
  say(`words: ${said(current).slice(0, 240)}`);
}

// Moves the start or the end by a word.
function shift(edge, by) {
  if (!current || current.isEmpty) return;
  const parts = claimOf(current).parts.map((part) => [...part]);
  const part = edge === "start" ? parts[0] : parts[parts.length - 1];
  const side = edge === "start" ? 0 : 1;
  const place = moved(current.a, edge, part[side], by);
  const limit = edge === "start" ? part[1] : part[0];
  if (place === part[side] || (edge === "start" ? place >= limit : place <= limit)) return;
  part[side] = place;
  setParts(parts);
}

// The words selected are the quotation, or a further part of it.
function useSelection(isPart) {
  const selected = selectedWords();
  if (!current || current.isEmpty || !selected) {
    tell("Select words in the text first, with the mouse or by v and the arrows.");
    return;
  }
  let parts = [[selected.start, selected.end]];
  if (isPart) {
    parts = [...claimOf(current).parts.filter(([start, end]) => end <= selected.start || start >= selected.end), ...parts];
    parts.sort((one, two) => one[0] - two[0]);
    const [first, last] = ends(parts);
    if (!pieceOf(current.a, first, last)) {
      tell("This part is in another stretch of the article.");
      return;
    }
  }
  setParts(parts);
}

// The share of two stretches that they have in common.
function overlap([start, end], [first, last]) {
  const shared = Math.min(end, last) - Math.max(start, first);
  return shared <= 0 ? 0 : shared / (Math.max(end, last) - Math.min(start, first));
}

function addQuote() {
  const selected = selectedWords();
  if (!selected) {
    tell("Select the words of the missed quote first, with the mouse or by v and the arrows.");
    return;
  }
  const { a } = current;
  const own = [selected.start, selected.end];
  const there = byArticle[a].find((item) => !item.isEmpty && verdictOf(item) !== "rejected" && overlap(ends(claimOf(item).parts), own) >= 0.5);
  if (there) {
    goToItem(there);
    tell("These words are a quote already: correct this one (m for its words).");
    return;
  }
  const kind = selected.isMarked ? "direct" : /["“”]/.test(selected.text) ? "mixed" : "indirect";
  const key = newKey();
  cursor = null;
  document.getSelection().removeAllRanges();
  commit([[key, { v: "added", a, kind, parts: [own], speaker: { name: null, id: null }, order: $("order").value }]]);
  goToItem(byKey.get(key));
  openChooser();
}

// The word cursor: begins behind the quotation shown.
function startCursor() {
  if (!current) return;
  const [, last] = current.isEmpty ? [0, 0] : ends(claimOf(current).parts);
  const piece = pieceOf(current.a, last, last);
  const next = piece && (wordsIn(piece, last, last + 400)[0] || wordsIn(piece, last - 200, last).pop());
  if (!next) return;
  cursor = { a: current.a, anchor: next, head: next, start: next[0], end: next[1] };
  renderArticle(false);
  tell("Word cursor: ← → by word, ↑ ↓ by sentence, with Shift to select; n new quote, m its words, p a part, s speaker, Esc back.");
  say(words(cursor.a, cursor.start, cursor.end));
}

// The word before or after another; or the first of the sentence before or after.
function nextWord(word, by, isSentence, isSelecting) {
  const piece = pieceOf(cursor.a, word[0], word[1]);
  const reach = isSentence ? 1500 : 200;
  const around = by > 0 ? wordsIn(piece, word[1], word[1] + reach) : wordsIn(piece, word[0] - reach, word[0]).filter((one) => one[1] <= word[0]).reverse();
  if (!isSentence) return around[0] || word;
  const isEnd = (one) => /^[.!?]$/.test(words(cursor.a, ...one));
  if (by > 0) {
    const end = around.findIndex(isEnd);
    // What is selected ends with the sentence.
    return around[isSelecting && end >= 0 ? end : end + 1] || around[around.length - 1] || word;
  }
  const end = around.findIndex((one, number) => number > 0 && isEnd(one));
  return (end > 0 ? around[end - 1] : around[around.length - 1]) || word;
}

function moveCursor(by, isSentence, isSelecting) {
  cursor.head = nextWord(cursor.head, by, isSentence, isSelecting);
  if (!isSelecting) cursor.anchor = cursor.head;
  cursor.start = Math.min(cursor.anchor[0], cursor.head[0]);
  cursor.end = Math.max(cursor.anchor[1], cursor.head[1]);
  renderArticle(false);
  say(words(cursor.a, cursor.start, cursor.end).slice(0, 240));
}

function startSpan() {
  const doing = { span: () => useSelection(false), part: () => useSelection(true), add: addQuote, speaker: openChooser };
  $("selected").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) doing[button.dataset.do]();
    placeToolbar();
  });
}
