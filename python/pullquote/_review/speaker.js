// Who says it: chosen among the article's people, or typed.

let options = [];
let chosen = 0;

// The people and other speakers of an article, each once: [name, id, about].
function speakersOf(a) {
  const found = new Map();
  for (const person of DATA.articles[a].people) found.set(person.name, [person.name, person.id, person.role || "person"]);
  for (const item of byArticle[a]) {
    if (item.isEmpty) continue;
    const claim = claimOf(item);
    if (claim.speaker && !found.has(claim.speaker)) found.set(claim.speaker, [claim.speaker, claim.person || null, "speaks here"]);
  }
  return [...found.values()];
}

let everyone = null;
// All names of the page, made when first asked for.
function allNames() {
  if (!everyone) {
    everyone = new Set();
    for (const article of DATA.articles) for (const person of article.people) everyone.add(person.name);
    for (const q of DATA.quotes) if (q.sp) everyone.add(q.sp);
  }
  return everyone;
}

function suggest(typed) {
  const text = typed.trim();
  const low = text.toLowerCase();
  const near = speakersOf(current.a).filter(([name]) => name.toLowerCase().includes(low)).slice(0, 40);
  const found = near.map(([name, id, about]) => ({ name, id, about }));
  if (text) {
    const names = new Set(near.map(([name]) => name));
    let left = 12;
    if (low.length > 1) {
      for (const name of allNames()) {
        if (!left) break;
        if (names.has(name) || !name.toLowerCase().includes(low)) continue;
        names.add(name);
        found.push({ name, id: null, about: "in other articles" });
        left--;
      }
    }
    if (!names.has(text)) found.push({ name: text, id: null, about: "as typed" });
  } else found.push({ name: null, id: null, about: "", shown: "nobody is named" });
  return found;
}

function renderNames() {
  const typed = $("name").value;
  options = suggest(typed);
  chosen = Math.min(chosen, options.length - 1);
  $("names").replaceChildren(
    ...options.map((option, number) => {
      const row = element("div", `name${number === chosen ? " current" : ""}`);
      row.id = `name-${number}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(number === chosen));
      const key = typed ? "" : option.name === null ? "0" : number < 9 ? String(number + 1) : "";
      row.append(element("kbd", key ? "" : "none", key), element("b", option.name === null ? "nobody" : "", option.shown || option.name), element("span", "note", option.about));
      row.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(number);
      });
      return row;
    }),
  );
  $("name").setAttribute("aria-activedescendant", `name-${chosen}`);
  const row = $("names").children[chosen];
  if (row) row.scrollIntoView({ block: "nearest" });
}

function openChooser() {
  if (!current || current.isEmpty) return;
  const selected = selectedWords();
  $("chooser").hidden = false;
  $("speaker").setAttribute("aria-expanded", "true");
  $("name").value = selected ? selected.text.replace(/\s+/g, " ").slice(0, 200) : "";
  chosen = 0;
  renderNames();
  $("name").focus();
}

function closeChooser() {
  $("chooser").hidden = true;
  $("speaker").setAttribute("aria-expanded", "false");
  if (document.activeElement === $("name")) $("list").focus({ preventScroll: true });
}

function choose(number) {
  const option = options[number];
  if (!option) return;
  const before = decisionOf(current);
  closeChooser();
  cursor = null;
  decide(current, { speaker: { name: option.name, id: option.id || null }, v: before.v === "rejected" ? undefined : before.v });
  refresh();
  say(`speaker: ${option.name || "nobody named"}`);
}

function chooserKey(event) {
  const typed = $("name").value;
  if (event.key === "Escape") closeChooser();
  else if (event.key === "Enter") choose(chosen);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length;
    renderNames();
  } else if (!typed && /^[0-9]$/.test(event.key)) {
    const number = event.key === "0" ? options.findIndex((option) => option.name === null) : Number(event.key) - 1;
    if (options[number] && (event.key === "0" || options[number].name !== null)) choose(number);
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function startSpeaker() {
  $("speaker").addEventListener("click", () => ($("chooser").hidden ? openChooser() : closeChooser()));
  $("name").addEventListener("keydown", chooserKey);
  $("name").addEventListener("input", () => {
    chosen = 0;
    renderNames();
  });
  $("name").addEventListener("blur", () => setTimeout(() => document.activeElement !== $("name") && closeChooser(), 0));
}
