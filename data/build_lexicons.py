#!/usr/bin/env python3
"""Rebuilds the derived files of data/lexicons from ../shared/data/lexicons (standard library only, deterministic).

    python3 data/build_lexicons.py [SOURCE_DIR]

Only sources that may ship are read (SOURCES.md: EMBED); of leaders only rows whose end is well-founded. The first line of every
file names source and licence. titles.tsv, heads.tsv, roles.tsv, world.tsv and nicknames.tsv are written by hand and not touched.
"""
import csv
import re
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent / "lexicons"
SOURCE = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[3] / "shared/data/lexicons"
WELL_FOUNDED = {"open", "reign_agrees", "successor_start"}

# Names as newspapers print them, where the source has a longer or odder form.
COMMON_NAMES = {
    "Vladimir Vladimirovich Putin": "Vladimir Putin", "Mikhail Vladimirovich Mishustin": "Mikhail Mishustin",
    "Stephen Joseph Harper": "Stephen Harper", "Justin Pierre James Trudeau": "Justin Trudeau", "Binyamin Netanyahu": "Benjamin Netanyahu",
    "Benyamin Netanyahu": "Benjamin Netanyahu", "Hasan Fereidun Rohani": "Hassan Rouhani", "Ali Hoseini-KHAMENEI": "Ali Khamenei",
    "Francois Hollande": "François Hollande", "Barack H. Obama": "Barack Obama", "Donald J. Trump": "Donald Trump",
    "Mary Elizabeth Truss": "Liz Truss", "Malcomb Turnbull": "Malcolm Turnbull", "Recep Tayyip Erdogan": "Recep Tayyip Erdogan",
    "Alexios Tsipras": "Alexis Tsipras", "Joko WiDODO": "Joko Widodo", "Viktor Orban": "Viktor Orban", "Abdallah II": "Abdullah II",
    "Juan Manuel Santos Calderon": "Juan Manuel Santos", "Ollanta Humala Tasso": "Ollanta Humala",
    "Juan Orlando Hernandez Alvarado": "Juan Orlando Hernandez", "Danilo Medina Sanchez": "Danilo Medina",
    "Cristina Fernandez De Kirchner": "Cristina Fernandez de Kirchner", "Jose Daniel Ortega Saavedra": "Daniel Ortega",
    "Antonio Luis Santos da Costa": "Antonio Costa", "Pedro Manuel Passos Coelho Mamede": "Pedro Passos Coelho",
    "Marcelo Rebelo De Sousa": "Marcelo Rebelo de Sousa", "Lars Loekke Rasmussen": "Lars Lokke Rasmussen",
    "Klaus Werner Iohannis": "Klaus Iohannis", "Nana Addo Dankwa Akufo-Addo": "Nana Akufo-Addo", "Michel Awn": "Michel Aoun",
    "Alexander Van Der Bellen": "Alexander Van der Bellen", "Joao Manuel Goncalves Lourenco": "Joao Lourenco",
    "Simon William \"Bill\" English": "Bill English", "Voreqe \"Frank\" Bainimarama": "Frank Bainimarama",
    "Mokgweetse Eric Masisi": "Mokgweetsi Masisi", "Yoweri Kaguta Museveni": "Yoweri Museveni", "Arthur Peter Mutharika": "Peter Mutharika",
    "Desire Delano Bouterse": "Desi Bouterse", "Yair Lapid serving as caretaker": "Yair Lapid", "Yoon Suk-yeol": "Yoon Suk Yeol",
    "lisabeth Borne": "Elisabeth Borne", "ois Bayrou": "François Bayrou", "bastien Lecornu": "Sébastien Lecornu",
    "Mohammad Mokher - previously first vice president": "Mohammad Mokhber", "Salman bin Abd al-Aziz Al Saud": "Salman",
    "Michael D. Higgins": "Michael D. Higgins", "Hilda C. Heine": "Hilda Heine", "Tamim bin Hamad Al Thani": "Tamim bin Hamad Al Thani",
    "Hamad bin Isa Al-Khalifa": "Hamad bin Isa al-Khalifa", "Jose Eduardo Dos Santos": "Jose Eduardo dos Santos",
    "Seretse Khama Ian Khama": "Ian Khama", "Binali Yildirim": "Binali Yildirim", "Milos Zeman": "Milos Zeman",
    "Jean-Claude Juncker": "Jean-Claude Juncker", "Mohamed Abdullahi Mohamed \"Farmaajo\"": "Mohamed Abdullahi Mohamed",
}
# Heads whose given name most of its bearers in the United States share with the other gender, and names that begin with no given name.
GENDERS = {
    "Jean Castex": "M", "Jean Ravelonarivo": "M", "Karen Karapetyan": "M", "Kay Rala Xanana Gusmao": "M", "Kristen Michal": "M", "Nikol Pashinyan": "M",
    "Patrice Talon": "M", "Sabah Khalid al-Hamad al-Sabah": "M", "Island Council Shawn Christian": "M", "Island Council Simon Young": "M",
}
# Two-letter words that are words: the table has much else of that length.
SHORT_WORDS = set("am an as at be by do go he hi if in is it me my no of oh ok on or ox so to tv up us we".split())
# Countries whose leaders' family name comes first in the source and in print.
FAMILY_FIRST = {"CH", "KN", "KS", "TW", "SN", "CB", "BM"}
# Dependencies repeat the head of state of another country.
SKIP_COUNTRIES = {"AQ", "CQ", "GQ", "RQ", "VQ", "HK", "MC", "FS", "NC", "TB", "SB", "AA", "FP", "WF", "RN", "CC", "NT", "UC", "NN"}
# A full name is common from ten bearers in a million: some 3,000 in the United States. Given times family name, each in a million.
COMMON_FULL_NAME = 10 * 1e6
LEADING = re.compile(
    r"^(?:State Affairs|Commission President|People's Assembly President|Presidential Council|Swiss Confederation|French Polynesia|China|"
    r"Sr\. Gen\.|Maj\.? ?Gen\.|Lt\.? Gen\.|Brig\.? Gen\.|Gen\.|Col\.|Capt\.|Dr\.|Sir|Sheikh|Hojjat[\w-]* ?|Marshal) ?")


def rows(name):
    with open(SOURCE / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(name, note, lines):
    lines = sorted(set(lines))
    (HERE / name).write_text(f"# {note}\n" + "".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"{name}: {len(lines)} rows, {(HERE / name).stat().st_size // 1024} KB")


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def clean_case(name):
    """`Wael al-HALQI` is `Wael al-Halqi`, `Felipe Vi` is `Felipe VI`."""
    words = []
    for word in name.split():
        parts = [p.capitalize() if len(p) > 2 and p.isupper() and not re.fullmatch(r"[IVX]+", p) else p for p in word.split("-")]
        word = "-".join(parts)
        words.append(word.upper() if re.fullmatch(r"(?:Ii|Iii|Iv|Vi|Vii|Viii|Ix|Xi|Xii|Xiii|Xiv)", word) and len(words) == 1 and word != "Xi" else word)
    return " ".join(words)


def common_words():
    probability = {}
    for row in rows("brown_spacy_en.tsv"):
        if row["logprob"]:
            probability[row["word"]] = float(row["logprob"])
    words = {}
    probability.pop("trump")  # a verb in the books the table was counted on
    for word, p in probability.items():
        if re.fullmatch(r"[a-z]+(?:'[a-z]+)?", word) and p >= -14.5 and (len(word) > 2 or word in SHORT_WORDS) and p > probability.get(word.capitalize(), -99.0):
            words[word] = p
    return words


def clusters():
    """Words and the first sixteen bits of their Brown clusters, the most frequent 40,000."""
    table = rows("brown_spacy_en.tsv")[:40_000]
    return [f"{row['word']}\t{int(row['cluster_int']) & 0xFFFF:x}" for row in table]


def names(common):
    lines = []
    for row in rows("given_names.tsv"):
        name, count = row["name"].lower(), int(row["count"])
        if len(name) < 2 or "\t" in name or " " in name:
            continue
        floor = 200 if name not in common else 2000
        if "sig" in row["sources"] or count >= floor:
            lines.append(f"{name}\t{round(float(row['p_female']) * 100)}")
    note = "given names, share of women in percent | US SSA and 1990 Census, public domain; sigpwned popular-names-by-country, CC0 1.0"
    seen = {}
    for line in lines:
        seen.setdefault(line.split("\t")[0], line)
    write("given_names.tsv", note, seen.values())
    lines = []
    for row in rows("surnames.tsv"):
        name, rank = row["name"].lower(), int(row["rank_us1990"] or 0)
        floor = 30000 if name not in common else 2500
        if len(name) > 1 and " " not in name and (("sig" in row["sources"] and name not in common) or 0 < rank <= floor):
            lines.append(name)
    write("surnames.tsv", "family names | US 1990 Census, public domain; sigpwned popular-names-by-country, CC0 1.0", lines)


def frequent_names():
    """The names that make a full name common, as far as a given and a family name are independent of each other."""
    given = {row["name"].lower(): int(row["count"] or 0) for row in rows("given_names.tsv")}
    total = sum(given.values())
    given = {name: count * 1e6 / total for name, count in given.items()}
    family = {row["name"].lower(): float(row["pct_us1990"] or 0) * 1e4 for row in rows("surnames.tsv")}
    lines = []
    for kind, own, others in (("given", given, family), ("family", family, given)):
        most = max(others.values())
        lines += [f"{name}\t{kind}\t{round(share)}" for name, share in own.items() if share * most >= COMMON_FULL_NAME]
    note = "names that make a full name common: given or family name, bearers in a million | US SSA and 1990 Census, public domain"
    write("frequent_names.tsv", note, lines)


def places(common):
    lines, demonyms, iso_to_gec = [], [], {}
    countries = [row for row in rows("countries_factbook.tsv")]
    for row in countries:
        gec = row["gec"]
        found = set()
        for field in (row["short"], row["long"]):
            field = re.sub(r" \(.*?\)|;.*", "", field).strip()
            if field and field != "none" and "note" not in field:
                found.update({field, re.sub(r"^The ", "", field), plain(field)})
        lines += [f"{name.lower()}\tcountry\t{gec}" for name in found]
        capital = re.sub(r"\s*\(.*?\)", "", row["capital"]).split(",")[0].split(";")[0].strip()
        if capital and capital != "none" and len(capital) < 30 and gec not in SKIP_COUNTRIES:
            lines += [f"{name.lower()}\tcapital\t{gec}" for name in {capital, plain(capital)}]
        if gec in SKIP_COUNTRIES:
            continue
        for form in re.split(r",\s*|\s+or\s+|;\s*", row["nat_adj"]) + re.split(r",\s*|\s+or\s+|;\s*", row["nat_noun"]):
            form = form.strip()
            plural = "(s)" in form or "(es)" in form
            form = re.sub(r"\s*\(.*?\)", "", form).strip()
            if re.fullmatch(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?", form) and form != "none":
                demonyms.append(f"{form.lower()}\t{gec}")
                if plural:
                    demonyms.append(f"{form.lower()}s\t{gec}")
    by_name = {plain(row["short"]).lower(): row["gec"] for row in countries}
    for row in rows("countries_geonames_CCBY.tsv"):
        gec = by_name.get(plain(row["name"]).lower())
        gec = {"US": "US", "GB": "UK", "KR": "KS", "KP": "KN", "RU": "RS", "CD": "CG", "CG": "CF", "MM": "BM", "CZ": "EZ", "MK": "MK"}.get(row["iso2"], gec)
        if gec:
            iso_to_gec[row["iso2"]] = gec
    for row in rows("us_states.tsv"):
        lines.append(f"{row['name'].lower()}\tstate\tUS")
    capitals = {line.split("\t")[0] for line in lines}
    for row in rows("cities15000_geonames_CCBY.tsv"):
        people = int(row["population"])
        if people < 100000 and not (row["cc"] == "US" and people >= 60000):
            continue
        for name in {row["name"], plain(row["name"])}:
            low = name.lower()
            if low in capitals or not re.fullmatch(r"[^\W\d_][\w'’ .-]+", name) or len(name) < 3:
                continue
            kind = "city" if people >= 1000000 else "town"
            if low in common and " " not in low:
                kind = "word"
            lines.append(f"{low}\t{kind}\t{iso_to_gec.get(row['cc'], '')}")
    best, order = {}, ["country", "state", "capital", "city", "town", "word"]
    for line in sorted(lines, key=lambda l: (order.index(l.split("\t")[1]), l)):
        best.setdefault(line.split("\t")[0], line)
    write("places.tsv", "name, kind, country (GEC) | CIA World Factbook, public domain; GeoNames (geonames.org), CC BY 4.0", best.values())
    best = {}
    for line in demonyms:
        best.setdefault(line.split("\t")[0], line)
    best.pop("korean", None), best.pop("koreans", None)
    write("demonyms.tsv", "nationality, country (GEC) | CIA World Factbook, public domain", best.values())


def orgs(common):
    lines = []
    keep = {"news_outlet", "company", "us_agency", "charity", "sports_team"}
    tail = re.compile(r",? (?:Inc\.?|Corporation|Corp\.?|Company|Cos?\.|Companies|Holdings?|Group|L\.P\.|LLC|Ltd\.?|Incorporated|International Inc\.)$")
    for row in rows("orgs.tsv"):
        kind = row["type"].split(":")[0]
        if kind not in keep:
            continue
        name = re.sub(r"\s*\(.*?\)", "", row["name"]).strip().replace("’", "'")
        forms = {name}
        while tail.search(name):
            name = tail.sub("", name)
            forms.add(name)
        for form in forms:
            low = re.sub(r"^the ", "", form.lower())
            words = low.split()
            if not re.fullmatch(r"[\w&'./-]+(?: [\w&'./-]+){0,5}", low) or len(low) < 3:
                continue
            if len(words) == 1 and (low in common or kind in {"sports_team", "news_outlet"}):
                continue
            if all(w in common for w in words) and kind == "company":
                continue
            lines.append(f"{low}\t{kind}")
    for row in rows("us_committees.tsv"):
        lines.append(f"{row['name'].lower().replace(',', '')}\tcommittee")
    for row in rows("parties_factbook.tsv"):
        low = row["party"].lower()
        if re.fullmatch(r"[\w'-]+(?: [\w'-]+){1,4}", low) and "party" not in low.split()[-1:]:
            if not all(w in common for w in low.split()):
                lines.append(f"{low}\tparty")
    best = {}
    for line in lines:
        best.setdefault(line.split("\t")[0], line)
    write("orgs.tsv", "organisation, kind | dariusk/corpora, CC0 1.0; CIA World Factbook, public domain; congress-legislators, CC0 1.0", best.values())


def roles(common):
    lines = []
    for row in rows("wordnet_role_nouns.tsv"):
        noun = row["noun"]
        if row["class"] in {"person", "leader", "relative"} and re.fullmatch(r"[a-z]{3,}", noun) and common.get(noun, -99) >= -13.8:
            lines.append(f"{noun}\t{row['class']}")
    best = {}
    for line in sorted(lines, key=lambda l: l.endswith("person")):
        best.setdefault(line.split("\t")[0], line)
    write("wordnet_roles.tsv", "role noun, class | WordNet 3.1, WordNet licence (see NOTICE)", best.values())


OFFICES = [("vice president", "vice president"), ("prime minister", "prime minister"), ("taoiseach", "prime minister"), ("premier", "premier"),
           ("supreme leader", "supreme leader"), ("president", "president"), ("chancellor", "chancellor"), ("king", "king"), ("queen", "queen"),
           ("pope", "pope"), ("emperor", "emperor"), ("chief minister", "chief minister"), ("chief executive", "chief executive"),
           ("chairman", "chairman"), ("amir", "emir"), ("grand duke", "grand duke"), ("prince", "prince"), ("sultan", "sultan"), ("state affairs", "leader"),
           ("governor", "governor")]


def short_name(name, gec, office):
    words = [w for w in name.split() if w not in {"Jr.", "Sr."}]
    if office in {"king", "queen", "pope", "emperor", "grand duke", "prince", "emir"}:
        return words[0]
    if gec in FAMILY_FIRST and not re.search(r"[a-z]-[A-Z]", name):
        return words[0] if gec != "BM" else name
    for i in range(1, len(words) - 1):
        if words[i].lower() in {"van", "von", "de", "da", "dos", "bin", "al"} and i >= 1 and words[i].lower() not in {"bin", "al", "da", "de"}:
            return " ".join(words[i:])
    return words[-1]


def leaders():
    women = {r["name"].lower(): float(r["p_female"]) for r in rows("given_names.tsv") if int(r["count"]) >= 200}
    lines = []
    for row in rows("leaders_factbook.tsv"):
        if row["until_basis"] not in WELL_FOUNDED or row["gec"] in SKIP_COUNTRIES or not re.match(r"\d{4}", row["since"]):
            continue
        name, title = row["name"], row["title"].lower()
        if name.startswith("represented by") or "Choe Ryong" in name or "Bailiff" in name or "Consort" in name:
            continue
        office = next((value for key, value in OFFICES if key in title), "")
        if not office and not COMMON_NAMES.get(name) and row["role"] not in {"HOG", "HOS", "HOS+HOG"}:
            continue
        while LEADING.match(name):
            name = LEADING.sub("", name)
        name = COMMON_NAMES.get(name, clean_case(COMMON_NAMES.get(row["name"], name)))
        if " of the " in name or not name or not name[0].isupper() or len(name.split()) > 6:
            continue
        given = name.split()[0].lower()
        share = women.get(given, 0.5)
        gender = "F" if share >= 0.95 else "M" if share <= 0.05 else ""
        if row["gec"] in FAMILY_FIRST:
            gender = {"Park Geun-hye": "F", "Tsai Ing-wen": "F"}.get(name, "M" if row["gec"] in {"CH", "KN", "KS"} else "")
        gender = GENDERS.get(name, gender)
        until = row["until"]
        if row["gec"] == "US":
            continue
        lines.append("\t".join([row["gec"], office or "leader", name, short_name(name, row["gec"], office), row["since"], until, gender]))
    for row in rows("us_executive.tsv"):
        first = row["nickname"] or row["first"]
        middle = ""
        if row["last"] == "Bush":
            middle = "W. " if row["middle"] == "Walker" else "H.W. "
        elif row["last"] in {"Kennedy", "Truman", "Roosevelt", "Eisenhower", "Nixon", "Johnson"} and row["last"] in {"Kennedy", "Truman", "Eisenhower"}:
            middle = row["middle"][0] + ". " if row["middle"] else ""
        first = {"J.D.": "JD"}.get(first, first)
        name = f"{first} {middle}{row['last']}"
        lines.append("\t".join(["US", row["office"].lower(), name, row["last"], row["start"], row["end"], row["gender"]]))
    for row in rows("us_congress_current.tsv"):
        name = f"{row['nickname']} {row['last']}" if row["nickname"] and " " not in row["nickname"] else row["name"]
        office = row["office"].lower()
        lines.append("\t".join(["US", office, name, row["last"], row["start"], row["end"], row["gender"]]))
    note = "country (GEC), office, name, short form, since, until, gender | CIA World Factbook, public domain; congress-legislators, CC0 1.0"
    write("leaders.tsv", note, merge_terms(lines))


def merge_terms(lines):
    """Adjoining terms of one person in one office become one row."""
    terms = {}
    for line in sorted(set(lines)):
        gec, office, name, short, since, until, gender = line.split("\t")
        terms.setdefault((gec, office, name, short, gender), []).append((since, until or "9999"))
    out = []
    for (gec, office, name, short, gender), spans in terms.items():
        spans.sort()
        merged = [list(spans[0])]
        for since, until in spans[1:]:
            if since <= merged[-1][1] or since[:4] == merged[-1][1][:4]:
                merged[-1][1] = max(merged[-1][1], until)
            else:
                merged.append([since, until])
        out += ["\t".join([gec, office, name, short, a, "" if b == "9999" else b, gender]) for a, b in merged]
    return out


def main():
    HERE.mkdir(exist_ok=True)
    common = common_words()
    note = "word, first sixteen bits of its Brown cluster's path, lowest bit first, in hexadecimal; the 40,000 most frequent"
    write("clusters.tsv", note + " | spacy-lookups-data 1.0.5, MIT (see NOTICE)", clusters())
    write("common_words.tsv", "words that are written in lower case more often than not | spacy-lookups-data 1.0.5, MIT (see NOTICE)", common)
    names(common)
    frequent_names()
    places(common)
    orgs(common)
    roles(common)
    leaders()


if __name__ == "__main__":
    main()
