// The texts, and offsets in them. Offsets are code points, as in Python; JavaScript counts UTF-16 units.

const DATA = JSON.parse(document.getElementById("data").textContent);
const HAS_PAIRS = /[\ud800-\udbff][\udc00-\udfff]/;
// A word, or a sign by itself: what an end moves over at a time.
const WORD = /[\p{L}\p{N}\p{M}'’_-]+|[^\s]/gu;

// A stretch of an article: from which code point, its words, and, made when asked for, the unit of each code point.
class Piece {
  constructor([start, text]) {
    this.start = start;
    this.text = text;
    this.units = undefined;
  }

  map() {
    if (this.units === undefined) {
      this.units = null;
      if (HAS_PAIRS.test(this.text)) {
        const units = [];
        for (let at = 0; at < this.text.length; at += this.text.codePointAt(at) > 0xffff ? 2 : 1) units.push(at);
        units.push(this.text.length);
        this.units = units;
      }
    }
    return this.units;
  }

  get end() {
    const units = this.map();
    return this.start + (units ? units.length - 1 : this.text.length);
  }

  // The unit in `text` of a code point of the article.
  unit(point) {
    const units = this.map();
    return units ? units[point - this.start] : point - this.start;
  }

  // The code point of the article at a unit of `text`.
  point(unit) {
    const units = this.map();
    if (!units) return this.start + unit;
    let low = 0;
    let high = units.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (units[middle] < unit) low = middle + 1;
      else high = middle;
    }
    return this.start + low;
  }

  slice(start, end) {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

for (const article of DATA.articles) article.pieces = article.pieces.map((piece) => new Piece(piece));

// The piece that holds a stretch whole.
function pieceOf(article, start, end) {
  return DATA.articles[article].pieces.find((piece) => piece.start <= start && end <= piece.end);
}

function words(article, start, end) {
  const piece = pieceOf(article, start, end);
  return piece ? piece.slice(start, end) : "";
}

function textOfParts(article, parts) {
  return parts.map(([start, end]) => words(article, start, end)).join(" ");
}

// The words, as [start, end], that begin in a stretch; looks no further than that.
function wordsIn(piece, start, end) {
  const from = piece.unit(Math.max(start, piece.start));
  const to = piece.unit(Math.min(end, piece.end));
  const found = [];
  for (const match of piece.text.slice(from, to).matchAll(WORD)) {
    const at = from + match.index;
    found.push([piece.point(at), piece.point(at + match[0].length)]);
  }
  return found;
}

// Where an end lies after a move by one word; the same place where there is no further one.
function moved(article, edge, point, by) {
  const piece = pieceOf(article, point, point);
  if (!piece) return point;
  const near = 200;
  const around = wordsIn(piece, point - near, point + near);
  const places = around.map((word) => (edge === "start" ? word[0] : word[1]));
  const next = by > 0 ? places.find((place) => place > point) : places.filter((place) => place < point).pop();
  return next === undefined ? point : next;
}

const MARKS = { "“": "”", '"': '"', "‘": "’", "«": "»", "„": "“" };

// Without white space at the ends, and without marks around it; says whether marks stood there.
function trimmed(article, start, end) {
  const text = words(article, start, end);
  const points = [...text];
  let first = 0;
  let last = points.length;
  const isBlank = (at) => /\s/.test(points[at]);
  while (first < last && isBlank(first)) first++;
  while (last > first && isBlank(last - 1)) last--;
  let isMarked = false;
  const inner = points.slice(first + 1, last - 1);
  const closing = MARKS[points[first]];
  if (closing && last - first > 2 && points[last - 1] === closing && !inner.includes(points[first])) {
    isMarked = true;
    first++;
    last--;
  }
  const before = words(article, start + first - 1, start + first);
  const after = words(article, start + last, start + last + 1);
  isMarked = isMarked || (before !== "" && MARKS[before] === after && after !== "");
  return { start: start + first, end: start + last, isMarked, text: points.slice(first, last).join("") };
}
