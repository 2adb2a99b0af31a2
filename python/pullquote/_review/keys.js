// The keys, the files, light and dark, and the start.

const KEYS = [
  ["Go", [["j", "↓"], "next quote", () => goTo(at + 1)], [["k", "↑"], "quote before", () => goTo(at - 1)], [["u"], "next undecided", goToUndecided], [["J"], "next article", () => goToArticle(1)], [["K"], "article before", () => goToArticle(-1)], [["Home"], "first quote", () => goTo(0)], [["End"], "last quote", () => goTo(visible.length - 1)]],
  ["Decide", [["a", "Enter"], "accept, or keep what you corrected", accept], [["x"], "no quote", reject], [["d"], "article done: all read, missed ones added", () => setDone()], [["c"], "comment", () => $("comment").focus()], [["z"], "undo", () => afterUndo(undo())], [["Z"], "redo", () => afterUndo(redo())]],
  ["Correct", [["s"], "speaker", openChooser], [["1"], "direct", () => setKind("direct")], [["2"], "mixed", () => setKind("mixed")], [["3"], "indirect", () => setKind("indirect")], [["4"], "fragment", () => setKind("fragment")], [["q"], "start a word earlier", () => shift("start", -1)], [["w"], "start a word later", () => shift("start", 1)], [["e"], "end a word earlier", () => shift("end", -1)], [["r"], "end a word later", () => shift("end", 1)]],
  ["Words", [["v"], "word cursor: arrows move, Shift selects", startCursor], [["n"], "the words selected are a missed quote", addQuote], [["m"], "they are the words of this quote", () => useSelection(false)], [["p"], "they are a further part of it", () => useSelection(true)]],
  ["Page", [["f"], "filters", () => $("by-state").focus()], [["/"], "find words or names", () => $("find").focus()], [["o"], "open a file of corrections", () => $("file").click()], [["Ctrl S"], "save into a file", save], [["l"], "light or dark", turn], [["?"], "these keys", help]],
];
const NAMED = { ArrowDown: "↓", ArrowUp: "↑" };
const ACTIONS = new Map();
for (const [, ...keys] of KEYS) for (const [names, , action] of keys) for (const name of names) ACTIONS.set(name, action);

function afterUndo(key) {
  if (key === null) return tell("There is nothing to undo.");
  cursor = null;
  const item = byKey.get(key);
  // What undo has taken away must not stay in the list.
  visible = visible.filter((one) => byKey.get(one.key) === one);
  if (item) return goToItem(item);
  current = visible[Math.min(at, visible.length - 1)] || null;
  at = Math.max(0, visible.indexOf(current));
  return renderAll(false);
}

function save() {
  setComment();
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([exported()], { type: "application/json" }));
  link.download = `corrections-${DATA.review_id}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  isSaved = true;
  renderProgress();
  tell(`Saved as ${link.download}.`);
}

async function openFile() {
  const file = $("file").files[0];
  $("file").value = "";
  if (!file) return;
  try {
    const { fitting, unknown } = imported(await file.text());
    refilter();
    tell(`${fitting} decisions taken over${unknown ? `; ${unknown} fit no quote of this page: they are saved again as they are` : ""}.`);
  } catch (error) {
    tell(`${file.name} cannot be read: ${error.message}.`);
  }
}

function turn() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  if (memory) memory.setItem("pullquote-review-theme", root.dataset.theme);
}

function help() {
  $("help").showModal();
}

function fillHelp() {
  for (const [title, ...keys] of KEYS) {
    const group = element("dl");
    group.append(element("dt", "title", title));
    for (const [names, about] of keys) {
      const row = element("dd");
      const signs = element("span");
      for (const name of names) signs.append(element("kbd", "", /^[A-Z]$/.test(name) ? `Shift ${name}` : name), " ");
      row.append(signs, element("span", "", about));
      group.append(row);
    }
    $("help-keys").append(group);
  }
}

const isTyping = (target) => target.closest && target.closest("input:not([type=checkbox]), textarea, select, dialog");

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    return save();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined;
  const { target, key } = event;
  if (isTyping(target)) {
    if (key === "Escape" && !target.closest("dialog")) {
      target.blur();
      $("list").focus({ preventScroll: true });
    }
    return undefined;
  }
  // Space and Enter press the button that has the focus.
  const onButton = target.closest && target.closest("button, summary, a, input");
  if (onButton && (key === "Enter" || key === " ")) return undefined;
  if (cursor && key === "Escape") {
    cursor = null;
    return renderArticle(false);
  }
  if (cursor && /^Arrow/.test(key)) {
    event.preventDefault();
    return moveCursor(/Right|Down/.test(key) ? 1 : -1, /Up|Down/.test(key), event.shiftKey);
  }
  const action = ACTIONS.get(NAMED[key] || key);
  if (!action) return undefined;
  event.preventDefault();
  return action();
}

function start() {
  const theme = memory && memory.getItem("pullquote-review-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  startList();
  startArticle();
  startPanel();
  startSpeaker();
  startSpan();
  fillHelp();
  $("undo").addEventListener("click", () => afterUndo(undo()));
  $("redo").addEventListener("click", () => afterUndo(redo()));
  $("save").addEventListener("click", save);
  $("open").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", openFile);
  $("theme").addEventListener("click", turn);
  $("keys").addEventListener("click", help);
  $("help-close").addEventListener("click", () => $("help").close());
  document.addEventListener("keydown", onKey);
  onFull = () => tell("This browser keeps no more: save into a file now, and again from time to time.");
  window.addEventListener("beforeunload", (event) => {
    if (!memory && !isSaved) event.preventDefault();
  });
  const number = restore();
  refilter();
  if (number) {
    tell(`${number.toLocaleString("en")} decisions were kept by this browser; u goes on.`);
    const first = visible.findIndex((item) => verdictOf(item) === "undecided");
    if (first > 0) goTo(first);
  } else if (!memory) tell("This browser keeps nothing for this page: save into a file from time to time.");
}

start();
