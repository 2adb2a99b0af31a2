// The list of quotations: filters, order, and as many rows as are seen, however many there are.

const $ = (id) => document.getElementById(id);
const ROW = 58;
const SIGNS = { accepted: "✓", corrected: "✎", rejected: "✕", added: "+", undecided: "○" };
const NAMES = { accepted: "accepted", corrected: "corrected", rejected: "no quote", added: "added", undecided: "undecided" };

let visible = [];
let current = null;
let at = 0;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

const said = (item) => textOfParts(item.a, claimOf(item).parts);
const speakerShown = (claim) => claim.speaker || "nobody named";

// The outlet of an article, or its id where it has none.
function outletOf(a) {
  const article = DATA.articles[a];
  return article.outlet ?? (article.id === null ? "" : String(article.id));
}

const sourceOf = (a) => [outletOf(a), DATA.articles[a].date].filter(Boolean).join(" · ");

// A number that looks drawn by lot and is the same each time: what is first is a fair sample.
function lot(text) {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519);
  hash = Math.imul(hash ^ (hash >>> 13), 3266489917);
  return (hash ^ (hash >>> 16)) >>> 0;
}

// Which quotations the filters let through, in the order asked for.
function selectVisible() {
  const state = $("by-state").value;
  const outlet = $("by-outlet").value;
  const kind = $("by-kind").value;
  const sure = $("by-confidence").value;
  const find = $("find").value.trim().toLowerCase();
  const [low, high] = sure.split("-").map(Number);
  visible = items.filter((item) => {
    const article = DATA.articles[item.a];
    if (outlet && String(article.outlet) !== outlet) return false;
    if (!state && !kind && !sure && !find) return true;
    const verdict = verdictOf(item);
    if (state === "decided" && verdict === "undecided") return false;
    if (state === "commented" && !(decisions.get(item.key) || {}).comment) return false;
    if (state && state !== "decided" && state !== "commented" && verdict !== state) return false;
    if (item.isEmpty) return !kind && !sure && !find;
    const claim = claimOf(item);
    if (kind && claim.kind !== kind) return false;
    if (sure) {
      if (!item.q) return false;
      if (high === undefined ? item.q.sp !== null : !(item.q.c >= low && item.q.c < high && item.q.sp !== null)) return false;
    }
    return !find || `${claim.speaker || ""}\n${said(item)}`.toLowerCase().includes(find);
  });
  const order = $("order").value;
  if (order === "confidence") {
    const sureness = (item) => (item.q && item.q.c !== null ? item.q.c : 2);
    visible.sort((one, two) => sureness(one) - sureness(two));
  }
  if (order === "shuffled") {
    // Articles by lot, each whole: those that are done by then are a fair sample, too.
    const lots = DATA.articles.map((_, a) => lot(`${DATA.review_id}:${a}`));
    visible.sort((one, two) => lots[one.a] - lots[two.a] || one.a - two.a);
  }
}

function refilter() {
  selectVisible();
  const place = visible.indexOf(current);
  at = place < 0 ? 0 : place;
  current = visible[at] || null;
  const n = visible.length;
  $("shown").textContent = n === items.length ? "" : `${n.toLocaleString("en")} of ${items.length.toLocaleString("en")} shown`;
  renderAll(true);
}

const rowsNow = new Map();

function fillRow(row, item, index) {
  const verdict = verdictOf(item);
  const claim = claimOf(item);
  const isCurrent = index === at;
  row.className = `row ${verdict}${isCurrent ? " current" : ""}`;
  row.style.transform = `translateY(${index * ROW}px)`;
  row.setAttribute("aria-selected", String(isCurrent));
  row.setAttribute("aria-posinset", String(index + 1));
  row.setAttribute("aria-setsize", String(visible.length));
  const [sign, who, source, text] = row.children;
  sign.textContent = SIGNS[verdict];
  sign.setAttribute("aria-label", NAMES[verdict]);
  who.textContent = item.isEmpty ? "No quotes found" : speakerShown(claim);
  who.classList.toggle("nobody", item.isEmpty || !claim.speaker);
  // Once for the rows of an article that follow each other.
  const before = visible[index - 1];
  source.textContent = before && before.a === item.a ? "" : outletOf(item.a);
  const [first, last] = ends(claim.parts);
  text.textContent = item.isEmpty ? DATA.articles[item.a].title || words(item.a, 0, Math.min(200, DATA.articles[item.a].pieces[0].end)) : words(item.a, first, Math.min(last, first + 200));
}

function newRow() {
  const row = element("div", "row");
  row.setAttribute("role", "option");
  for (const name of ["sign", "who", "source", "snippet"]) row.append(element("span", name));
  row.firstChild.setAttribute("role", "img");
  return row;
}

// Only what is seen, and a little more, is there; rows are used again.
function renderList() {
  const list = $("list");
  const rows = $("rows");
  rows.style.height = `${visible.length * ROW}px`;
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 3);
  const last = Math.min(visible.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + 3);
  const spare = [];
  for (const [index, row] of rowsNow) {
    if (index >= first && index < last) continue;
    rowsNow.delete(index);
    spare.push(row);
  }
  for (let index = first; index < last; index++) {
    let row = rowsNow.get(index);
    if (!row) {
      row = spare.pop() || newRow();
      row.id = `row-${index}`;
      row.dataset.index = String(index);
      rowsNow.set(index, row);
      if (row.parentNode !== rows) rows.append(row);
    }
    fillRow(row, visible[index], index);
  }
  for (const row of spare) row.remove();
  if (current) list.setAttribute("aria-activedescendant", `row-${at}`);
  else list.removeAttribute("aria-activedescendant");
}

function scrollToCurrent() {
  const list = $("list");
  const top = at * ROW;
  if (top < list.scrollTop) list.scrollTop = Math.max(0, top - ROW);
  else if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + 2 * ROW - list.clientHeight;
}

function renderProgress() {
  const total = DATA.quotes.length;
  const shares = ["accepted", "corrected", "rejected"];
  const decided = shares.reduce((sum, name) => sum + counts[name], 0);
  const bar = $("bar");
  shares.forEach((name, number) => {
    bar.children[number].style.width = `${total ? (100 * counts[name]) / total : 0}%`;
  });
  bar.setAttribute("aria-valuemax", String(total));
  bar.setAttribute("aria-valuenow", String(decided));
  bar.setAttribute("aria-valuetext", `${decided} of ${total}`);
  const parts = [[`${decided.toLocaleString("en")} of ${total.toLocaleString("en")}`, ""]];
  for (const name of [...shares, "added"]) if (counts[name]) parts.push([`${SIGNS[name]} ${counts[name].toLocaleString("en")}`, name]);
  $("counts").replaceChildren(
    ...parts.map(([text, name]) => {
      const made = element("span", name, text);
      if (name) made.title = NAMES[name];
      return made;
    }),
  );
  $("undo").disabled = !undoable.length;
  $("redo").disabled = !undone.length;
  $("save").classList.toggle("unsaved", !isSaved);
}

function startList() {
  const outlets = [...new Set(DATA.articles.map((article) => article.outlet).filter((one) => one !== null).map(String))].sort();
  for (const outlet of outlets) {
    const option = element("option", "", outlet);
    option.value = outlet;
    $("by-outlet").append(option);
  }
  $("by-outlet").parentNode.hidden = outlets.length < 2;
  $("list").addEventListener("scroll", renderList, { passive: true });
  window.addEventListener("resize", renderList);
  $("list").addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row) goTo(Number(row.dataset.index));
  });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("change", refilter);
  $("find").addEventListener("input", refilter);
}
