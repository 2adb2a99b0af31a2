// What is decided about the quotation shown.

function say(text) {
  $("say").textContent = text;
}

let hiding = 0;
function tell(text) {
  const status = $("status");
  status.textContent = text;
  status.classList.add("up");
  clearTimeout(hiding);
  hiding = setTimeout(() => status.classList.remove("up"), 6000);
}

const decisionOf = (item) => decisions.get(item.key) || {};

function decide(item, change) {
  const before = decisionOf(item);
  commit([[item.key, { ...before, order: before.order || $("order").value, ...change }]]);
}

function announce() {
  if (!current) return;
  const claim = claimOf(current);
  const what = current.isEmpty ? "article without quotes" : `${speakerShown(claim)}, ${claim.kind}: ${said(current).slice(0, 240)}`;
  say(`${at + 1} of ${visible.length}. ${what}. ${NAMES[verdictOf(current)]}.`);
}

function renderAll(isNew) {
  scrollToCurrent();
  renderList();
  renderProgress();
  renderArticle(isNew);
  renderPanel();
}

// After a change to what is shown.
function refresh() {
  renderList();
  renderProgress();
  renderArticle(false);
  renderPanel();
}

function goTo(index) {
  if (!visible.length) return;
  if ($("chooser") && !$("chooser").hidden) closeChooser();
  cursor = null;
  at = Math.max(0, Math.min(visible.length - 1, index));
  current = visible[at];
  renderAll(true);
  announce();
}

function goToItem(item) {
  if (!item) return;
  let place = visible.indexOf(item);
  if (place < 0) {
    // The filters leave it out: it is shown all the same, beside what was shown last.
    place = Math.min(visible.length, at + 1);
    visible.splice(place, 0, item);
  }
  goTo(place);
}

function goToArticle(by) {
  let index = at;
  while (visible[index] && current && visible[index].a === current.a) index += by;
  if (!visible[index]) return tell(by > 0 ? "This is the last article." : "This is the first article.");
  const a = visible[index].a;
  while (by < 0 && index > 0 && visible[index - 1].a === a) index--;
  return goTo(index);
}

function goToUndecided() {
  for (let step = 1; step <= visible.length; step++) {
    const index = (at + step) % visible.length;
    if (verdictOf(visible[index]) === "undecided") return goTo(index);
  }
  return tell(visible.length === items.length ? "Everything is decided." : "Everything shown is decided; the filters hide the rest.");
}

function accept() {
  if (!current) return;
  if (current.isEmpty) return setDone(true, () => goTo(at + 1));
  if (current.q) decide(current, { v: "accepted" });
  stepOn();
}

function reject() {
  if (!current || current.isEmpty) return;
  if (!current.q) {
    const item = current;
    commit([[item.key, undefined]]);
    visible.splice(visible.indexOf(item), 1);
    goTo(Math.min(at, visible.length - 1));
    tell("The quote that was added is taken away again.");
    return;
  }
  decide(current, { v: "rejected" });
  stepOn();
}

function stepOn() {
  if (at + 1 < visible.length) return goTo(at + 1);
  refresh();
  tell("This was the last one.");
  return undefined;
}

function setKind(kind) {
  if (!current || current.isEmpty) return;
  const before = decisionOf(current);
  decide(current, { kind, v: before.v === "rejected" ? undefined : before.v });
  refresh();
  say(`kind: ${kind}`);
}

// Only an article on which everything is decided is done: from those it is known what was missed.
function setDone(value, then) {
  if (!current) return;
  const { a } = current;
  const wanted = value === undefined ? !isDone(a) : value;
  if (DATA.articles[a].hash === null) {
    tell("Only a whole article can be done: make the page with articles=.");
    return;
  }
  const open = byArticle[a].filter((item) => !item.isEmpty && verdictOf(item) === "undecided");
  if (wanted && open.length) {
    goToItem(open[0]);
    tell(`${open.length} of this article ${open.length === 1 ? "is" : "are"} undecided yet; then it can be done.`);
    $("done").checked = isDone(a);
    return;
  }
  if (wanted !== isDone(a)) commit([[`d${a}`, wanted ? { done: true } : undefined]]);
  refresh();
  tell(wanted ? "Article done: it counts for recall." : "Article not done any more.");
  if (then) then();
}

function renderPanel() {
  $("panel").classList.toggle("off", !current);
  if (!current) return;
  const verdict = verdictOf(current);
  const claim = claimOf(current);
  const decision = decisionOf(current);
  $("position").textContent = `${(at + 1).toLocaleString("en")} of ${visible.length.toLocaleString("en")}`;
  $("verdict").textContent = `${SIGNS[verdict]} ${NAMES[verdict]}`;
  $("verdict").className = verdict;
  $("fields").hidden = Boolean(current.isEmpty);
  const buttons = [$("accept"), $("reject")];
  buttons[0].firstChild.data = current.isEmpty ? "Nothing to add " : verdict === "corrected" || verdict === "added" ? "Keep " : "Accept ";
  buttons[1].firstChild.data = current.q ? "No quote " : "Take away ";
  buttons[1].disabled = Boolean(current.isEmpty);
  buttons[0].setAttribute("aria-pressed", String(verdict === "accepted"));
  buttons[1].setAttribute("aria-pressed", String(verdict === "rejected"));
  if (current.isEmpty) return;
  $("speaker-name").textContent = speakerShown(claim);
  $("speaker-name").classList.toggle("nobody", !claim.speaker);
  $("speaker").classList.toggle("changed", Boolean(decision.speaker && current.q));
  renderSpeakerNote(decision);
  const kinds = $("kinds");
  [...kinds.children].forEach((button, number) => {
    const isIt = claim.kind === KINDS[number];
    button.setAttribute("aria-checked", String(isIt));
    button.tabIndex = isIt ? 0 : -1;
    button.classList.toggle("was", Boolean(decision.kind && current.q && current.q.k === KINDS[number]));
  });
  $("words").replaceChildren(...claim.parts.map(([start, end]) => element("p", decision.parts ? "changed" : "", words(current.a, start, Math.min(end, start + 2000)))));
  if (document.activeElement !== $("comment")) $("comment").value = claim.comment;
  const q = current.q;
  $("how").textContent = q ? [q.c === null ? "" : `confidence ${q.c.toFixed(2)}`, q.m, q.st && q.st !== "said" ? q.st : ""].filter(Boolean).join(" · ") : "added by you";
}

function renderSpeakerNote(decision) {
  const q = current.q;
  const notes = [];
  if (q && decision.speaker) notes.push(`found: ${q.sp || "nobody named"}`);
  else if (q && q.ss) notes.push(`in the text: ${words(current.a, ...q.ss)}`);
  if (q && !q.sp && q.r && !decision.speaker) notes.push(`why: ${q.r}`);
  $("speaker-note").textContent = notes.join(" · ");
}

function setComment() {
  if (!current || current.isEmpty) return;
  const text = $("comment").value.trim();
  if (text === (decisionOf(current).comment || "")) return;
  decide(current, { comment: text });
  renderList();
  renderProgress();
}

function startPanel() {
  KINDS.forEach((kind, number) => {
    const button = element("button", "", kind);
    button.type = "button";
    button.setAttribute("role", "radio");
    button.append(" ", element("kbd", "", String(number + 1)));
    button.addEventListener("click", () => setKind(kind));
    $("kinds").append(button);
  });
  $("accept").addEventListener("click", accept);
  $("reject").addEventListener("click", reject);
  $("next").addEventListener("click", () => goTo(at + 1));
  $("previous").addEventListener("click", () => goTo(at - 1));
  $("undecided").addEventListener("click", goToUndecided);
  $("comment").addEventListener("change", setComment);
  for (const button of document.querySelectorAll("[data-shift]")) button.addEventListener("click", () => shift(button.dataset.shift, Number(button.dataset.by)));
}
