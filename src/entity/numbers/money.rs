//! Amounts of money, in the currencies of the world.
//!
//! Finds: `$1.2 billion`, `US $3`, `RM 5m`, `Rs 200 crore`, `$5-10 million`, `R350 000`, `120-150 rupees`, `5 million US dollars`,
//! `85 ₹`, `9CUP`, `$7 million dollars`, `tens of thousands of dirhams`, `half a million pounds`, `multimillion-dollar`.
//! Does not find: `a pound of flour`, `thousands of pounds of fish`, `a 200-pound man`, `won 3 games`, `5m runners`, `weak yen`.
//! The rate is no part of it: `$50` in `$50 a barrel`; two amounts joined by `to` are two. Cost: O(1) a number or mark.

use super::{Finder, Part, SCALES};
use crate::entity::view::Shape;
use crate::token::{Case, TokenKind};

/// What is counted as money whatever the number.
const PLAIN: [&str; 96] = [
    "dollar",
    "dollars",
    "euro",
    "euros",
    "cent",
    "cents",
    "pence",
    "yen",
    "yuan",
    "renminbi",
    "ruble",
    "rubles",
    "rouble",
    "roubles",
    "rupee",
    "rupees",
    "rupiah",
    "rupiahs",
    "peso",
    "pesos",
    "franc",
    "francs",
    "shilling",
    "shillings",
    "naira",
    "nairas",
    "baht",
    "lira",
    "liras",
    "riyal",
    "riyals",
    "rial",
    "rials",
    "dinar",
    "dinars",
    "dirham",
    "dirhams",
    "krona",
    "kronor",
    "krone",
    "kroner",
    "kronur",
    "koruna",
    "korunas",
    "usd",
    "eur",
    "gbp",
    "usdt",
    "btc",
    "eth",
    "reais",
    "ringgit",
    "ringgits",
    "cedi",
    "cedis",
    "birr",
    "shekel",
    "shekels",
    "bitcoins",
    "taka",
    "takas",
    "dong",
    "kyat",
    "kyats",
    "riel",
    "riels",
    "tenge",
    "hryvnia",
    "hryvnias",
    "zloty",
    "zlotys",
    "zlotych",
    "forint",
    "forints",
    "colon",
    "colones",
    "quetzal",
    "quetzales",
    "lempira",
    "lempiras",
    "bolivar",
    "bolivars",
    "bolivares",
    "cordobas",
    "guaranies",
    "kwacha",
    "kwachas",
    "kwanza",
    "kwanzas",
    "meticais",
    "pula",
    "tugrik",
    "tugriks",
    "tögrög",
    "togrog",
    "cfa",
];
/// Words that are also others: money behind a scale or a large number, or with a nation before them.
const RARE: [&str; 29] = [
    "won", "pound", "pounds", "rand", "rands", "real", "crown", "crowns", "mark", "marks", "sol", "soles", "leu", "lei", "lev",
    "leva", "lari", "dram", "drams", "som", "soum", "kip", "afghani", "afghanis", "balboas", "gourdes", "bitcoin", "leones",
    "manat",
];
/// Whose currency: `5 million US dollars`.
const NATIONS: [&str; 46] = [
    "us",
    "u.s.",
    "american",
    "canadian",
    "australian",
    "singapore",
    "zealand",
    "kong",
    "taiwan",
    "taiwanese",
    "zimbabwean",
    "zimbabwe",
    "jamaican",
    "fijian",
    "namibian",
    "namibia",
    "egyptian",
    "british",
    "sterling",
    "sudanese",
    "syrian",
    "lebanese",
    "korean",
    "swiss",
    "cfa",
    "indian",
    "pakistani",
    "lankan",
    "mexican",
    "colombian",
    "argentine",
    "argentinian",
    "chilean",
    "dominican",
    "cuban",
    "philippine",
    "kuwaiti",
    "jordanian",
    "iraqi",
    "saudi",
    "omani",
    "iranian",
    "kenyan",
    "ugandan",
    "russian",
    "uruguayan",
];
/// Codes behind a number: `9CUP`, `100 USD`.
const CODES: [&str; 40] = [
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "CNY", "RMB", "HKD", "NTD", "KRW", "INR", "PKR", "MNT",
    "THB", "MYR", "SGD", "IDR", "PHP", "VND", "RUB", "UAH", "PLN", "CZK", "HUF", "AED", "SAR", "EGP", "NGN", "KES", "UGX", "ZAR",
    "CUP", "MXN", "BRL", "ARS",
];
const LARGE: [&str; 6] = ["hundred", "thousand", "million", "billion", "trillion", "crore"];
const MANY: [&str; 7] = ["tens", "hundreds", "thousands", "millions", "billions", "trillions", "crores"];
const COMPOUND: [&str; 12] = [
    "multimillion",
    "multi-million",
    "multibillion",
    "multi-billion",
    "multitrillion",
    "multi-trillion",
    "million",
    "billion",
    "trillion",
    "thousand",
    "multithousand",
    "hundred",
];

/// Whether `word` is one of `MANY` or `COMPOUND`, or `half`: few words come that far.
fn is_trigger(word: &str) -> bool {
    (4..=17).contains(&word.len())
        && matches!(word.as_bytes()[0] | 0x20, b'b' | b'c' | b'h' | b'm' | b't')
        && MANY.iter().chain(&COMPOUND).chain(&["half"]).any(|trigger| trigger.eq_ignore_ascii_case(word))
}

impl Finder<'_, '_> {
    /// The amount of money at `i`: its last word, the confidence and the rule.
    pub(super) fn money_at(&mut self, i: usize) -> Option<(usize, f32, &'static str)> {
        let word = self.view.words.get(i)?;
        match word.shape {
            Shape::Other | Shape::Upper | Shape::Capital | Shape::Initial if self.is_mark(i) => {
                let mut first = i + 1;
                if self.is_mark(first) || self.is_in(first, &["dollars"]) && self.gap(first + 1) == 1 {
                    first += 1;
                }
                if self.part(first) != Part::Digits {
                    return None;
                }
                let last = self.amount_end(first);
                Some((self.redundant_currency(last), 0.97, "currency-sign"))
            }
            Shape::Number => self.counted(i),
            Shape::Lower | Shape::Capital => {
                if is_trigger(word.span.text(self.view.text)) {
                    return self.many(i).or_else(|| self.half(i)).or_else(|| self.compound(i)).or_else(|| self.counted(i));
                }
                if self.part(i) == Part::Word { self.counted(i) } else { None }
            }
            _ => None,
        }
    }

    /// `5 million dollars`, `120-150 rupees`, `85 ₹`, `9CUP`.
    fn counted(&mut self, i: usize) -> Option<(usize, f32, &'static str)> {
        if self.part(i) == Part::None || self.is_ordinal(i) {
            return None;
        }
        let last = self.amount_end(i);
        if i == last && self.has_code(i) {
            return Some((i, 0.9, "currency-code"));
        }
        let next = last + 1;
        let word = self.view.words.get(next)?;
        if word.sentence != self.view.words[i].sentence {
            return None;
        }
        if word.shape == Shape::Other && matches!(self.form(next), "€" | "₹" | "₽" | "zł" | "£" | "₴" | "₫" | "฿" | "¢")
        {
            // The sign of the next amount: `5 £6`.
            let is_next = self.part(next + 1) == Part::Digits && self.gap(next + 1) == 0;
            return (!is_next && self.gap(next) <= 1).then_some((next, 0.93, "currency-sign"));
        }
        self.currency_end(i, last).map(|end| (end, 0.93, "currency-word"))
    }

    /// `tens of thousands of dirhams`, `millions of dollars`.
    fn many(&mut self, i: usize) -> Option<(usize, f32, &'static str)> {
        let mut at = i;
        while self.is_in(at, &MANY) && self.is_in(at + 1, &["of"]) {
            at += 2;
        }
        if at == i {
            return None;
        }
        if self.is_in(at, &NATIONS) {
            at += 1;
        }
        let is_money = self.is_in(at, &PLAIN) || self.is_in(at, &["pounds", "won", "rand"]);
        (is_money && self.form(at) != "cent" && !self.is_in(at + 1, &["of", "per"])).then_some((at, 0.9, "currency-word"))
    }

    /// `half a million dollars`
    fn half(&mut self, i: usize) -> Option<(usize, f32, &'static str)> {
        if !(self.is_in(i, &["half"]) && self.is_in(i + 1, &["a"]) && self.is_in(i + 2, &LARGE)) {
            return None;
        }
        self.currency_end(i + 2, i + 2).map(|end| (end, 0.9, "currency-word"))
    }

    /// `multimillion-dollar`
    fn compound(&mut self, i: usize) -> Option<(usize, f32, &'static str)> {
        if !self.is_in(i, &COMPOUND) {
            return None;
        }
        let mut next = i + 1;
        if self.view.words.get(next).is_some_and(|word| word.shape == Shape::Hyphen) {
            next += 1;
        }
        (next > i + 1 && (self.is_in(next, &PLAIN) || self.is_in(next, &["pound", "won", "rand"]))).then_some((
            next,
            0.9,
            "currency-word",
        ))
    }

    /// The last word of the currency behind the amount from `i` to `last`.
    fn currency_end(&mut self, i: usize, last: usize) -> Option<usize> {
        let mut next = last + 1;
        let is_hyphened = self.view.words.get(next).is_some_and(|word| word.shape == Shape::Hyphen);
        if is_hyphened {
            next += 1;
        }
        if self.is_in(next, &["hong", "new", "south", "sri", "costa"]) {
            next += 1;
        }
        let is_national = self.is_in(next, &NATIONS);
        if is_national && !self.is_in(next, &["cfa"]) {
            next += 1;
        }
        if self.is_in(next, &["cfa"]) && self.is_in(next + 1, &["francs", "franc"]) {
            return Some(next + 1);
        }
        if self.is_in(next, &["rupee", "rupees", "dollar", "dollars", "cents", "cent", "euro", "euros"]) || self.is_in(next, &PLAIN)
        {
            return (!self.is_in(next, &["colon"]) || is_national).then_some(next);
        }
        if !self.is_in(next, &RARE) {
            return None;
        }
        if self.is_in(next + 1, &["sterling"]) {
            return Some(next + 1);
        }
        let is_scaled = self.has_scale(i, last);
        if is_national || is_scaled && !self.is_in(next, &["bitcoin"]) && !self.is_in(next + 1, &["of"]) {
            return Some(next);
        }
        let is_money = match &*self.view.tokens.lower(self.view.text, self.view.words[next].token as usize) {
            "pounds" => !is_hyphened && !self.is_in(next + 1, &["of"]) && !self.is_weight(i, next),
            "pound" | "bitcoin" | "mark" | "marks" | "real" => false,
            "rand" | "rands" | "lari" | "lei" | "leva" | "soles" | "manat" | "leones" => true,
            "won" => self.is_large(i) && !self.is_in(next + 1, &["the", "a", "an", "his", "her", "their", "its", "by", "in", "at"]),
            _ => self.is_large(i),
        };
        is_money.then_some(next)
    }

    /// `$7 million dollars`, `$5 pesos`: the currency once more.
    fn redundant_currency(&mut self, last: usize) -> usize {
        let mut next = last + 1;
        if self.is_in(next, &["us", "u.s."]) {
            next += 1;
        }
        let is_currency = self.is_in(next, &["dollar", "dollars", "euros", "pounds", "pesos", "usd", "rupees", "yen", "yuan"]);
        let is_same = self.view.words.get(next).is_some_and(|word| word.sentence == self.view.words[last].sentence);
        if is_currency && is_same && !self.is_in(next + 1, &["of"]) { next } else { last }
    }

    /// The last word of the number at `i`: groups of thousands set apart by spaces, scales, and the second number of a range.
    fn amount_end(&mut self, i: usize) -> usize {
        let mut last = self.joined_end(i);
        let dash = last + 1;
        let is_dash = self.view.words.get(dash).is_some_and(|word| word.shape == Shape::Hyphen)
            || (matches!(self.form(dash), "–" | "—") && self.part(dash + 1) != Part::Word);
        if is_dash && self.gap(dash) == 0 {
            let mut second = dash + 1;
            if self.is_mark(second) {
                second += 1;
            }
            if self.part(second) == Part::Digits && self.gap(dash + 1) == 0 && !self.is_ordinal(second) {
                last = self.joined_end(second);
            }
        }
        last
    }

    /// The last word of one number with its groups and scales: `350 000`, `2,25 billion`, `5 mil`.
    fn joined_end(&mut self, i: usize) -> usize {
        let mut at = i;
        if self.part(i) == Part::Digits && self.is_digits(i, 1..=3) {
            while self.gap(at + 1) == 1 && self.is_digits(at + 1, 3..=3) {
                at += 1;
            }
            if at == i && self.form(i + 1) == "," && self.gap(i + 1) == 0 && self.gap(i + 2) == 0 && self.is_digits(i + 2, 1..=2) {
                at += 2;
            }
        }
        let mut last = self.number_end(at);
        if self.is_in(last + 1, &["mil", "bil", "crores", "lakhs", "b", "tr", "trn"]) && self.gap(last + 1) <= 1 {
            last += 1;
        }
        last
    }

    /// Bytes between word `i` and the one before; many where there is none.
    fn gap(&self, i: usize) -> u32 {
        let words = &self.view.words;
        match (i.checked_sub(1).and_then(|before| words.get(before)), words.get(i)) {
            (Some(before), Some(word)) if word.sentence == before.sentence => {
                let span = before.span.end..word.span.start;
                if self.view.text[span.start as usize..span.end as usize].contains('\n') { u32::MAX } else { span.end - span.start }
            }
            _ => u32::MAX,
        }
    }

    fn is_digits(&self, i: usize, lengths: std::ops::RangeInclusive<usize>) -> bool {
        let form = self.form(i);
        lengths.contains(&form.len()) && form.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// A number with its code written on to it, or digits before one.
    fn has_code(&self, i: usize) -> bool {
        let form = self.form(i);
        let letters = form.len() - form.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
        letters == 3 && letters < form.len() && CODES.contains(&&form[form.len() - 3..])
    }

    fn has_scale(&mut self, first: usize, last: usize) -> bool {
        (first..=last).any(|i| self.is_in(i, &SCALES[..9]) && self.view.words[i].shape != Shape::Number)
            || self.view.words[last].shape == Shape::Number && self.form(last).ends_with(|c: char| c.is_ascii_alphabetic())
    }

    /// Three digits or more.
    fn is_large(&self, i: usize) -> bool {
        self.form(i).bytes().filter(u8::is_ascii_digit).count() >= 3
    }

    /// Whether pounds are weight: something is weighed, or kilograms stand near.
    fn is_weight(&mut self, first: usize, last: usize) -> bool {
        const WEIGHT: [&str; 20] = [
            "weigh",
            "weighs",
            "weighed",
            "weighing",
            "lost",
            "lose",
            "losing",
            "gained",
            "gain",
            "shed",
            "kg",
            "kilograms",
            "kilos",
            "kilogram",
            "lift",
            "lifted",
            "carried",
            "heavier",
            "lighter",
            "overweight",
        ];
        let from = first.saturating_sub(5);
        (from..first).any(|i| self.is_in(i, &WEIGHT))
            || (last + 1..last + 4).any(|i| self.is_in(i, &["kg", "kilograms", "kilos", "heavier", "lighter", "overweight"]))
            || (from..first).any(|i| self.form(i).ends_with("kg"))
    }

    pub(super) fn is_mark(&self, i: usize) -> bool {
        let Some(word) = self.view.words.get(i).filter(|word| word.span.len() <= 6) else { return false };
        let token = word.token as usize;
        let form = self.form(i);
        if self.view.tokens.kinds[token] != TokenKind::Symbol {
            return matches!(form, "Rs" | "Rs." | "USD" | "EUR" | "GBP");
        }
        form.ends_with('$')
            || matches!(
                form,
                "€" | "£"
                    | "¥"
                    | "￥"
                    | "₹"
                    | "₽"
                    | "₩"
                    | "₡"
                    | "₦"
                    | "₱"
                    | "₫"
                    | "₭"
                    | "₮"
                    | "₲"
                    | "₴"
                    | "₵"
                    | "₸"
                    | "₺"
                    | "₼"
                    | "₾"
                    | "₿"
                    | "฿"
                    | "₪"
                    | "₨"
                    | "₣"
                    | "＄"
                    | "￡"
                    | "¢"
            )
            || (self.view.tokens.cases[token] != Case::None
                && form.len() <= 4
                && form.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'.'))
    }
}

#[cfg(test)]
mod tests {
    use crate::entity::{Label, find_mentions};

    /// The amounts of money of a text.
    fn found(text: &str) -> Vec<&str> {
        let (mut tokens, paragraphs) = crate::token::tokenize(text, &[]);
        crate::token::find_sentences(text, &mut tokens, &paragraphs, &[]);
        let recognizer = crate::entity::recognizer::Recognizer::get();
        let mut scratch = crate::scratch::Scratch::default();
        let (words, _, names) = scratch.read(text, &tokens, recognizer);
        let view = crate::entity::view::View::new(text, &tokens, &words, scratch.vocabulary());
        let mentions = find_mentions(&view, &names, recognizer);
        mentions.iter().filter(|mention| mention.label == Label::Money).map(|mention| mention.span.text(text)).collect()
    }

    #[test]
    fn finds_amounts_in_the_currencies_of_the_world() {
        for (text, expected) in [
            ("A US$ 4.2 billion dam for £5, €3m or ¥10,000.", &["US$ 4.2 billion", "£5", "€3m", "¥10,000"][..]),
            ("It cost US $3 million, HK $65 and N$48,500.", &["US $3 million", "HK $65", "N$48,500"][..]),
            ("The road took RM5m, QR412,900 and KD 7,500.", &["RM5m", "QR412,900", "KD 7,500"][..]),
            ("He owed Rs 200 crore, Rs. 500 and ₹45 lakh.", &["Rs 200 crore", "Rs. 500", "₹45 lakh"][..]),
            ("N5 billion, R350 000 and ZAR3,4 million were lost.", &["N5 billion", "R350 000", "ZAR3,4 million"][..]),
            ("It pays 120-150 rupees, $5-10 million or £2m–£3m.", &["120-150 rupees", "$5-10 million", "£2m–£3m"][..]),
            ("From $5 to $10 a barrel, 9CUP a kilo, 85 ₹ a metre.", &["$5", "$10", "9CUP", "85 ₹"][..]),
            ("They raised 5 million US dollars and $2 million dollars.", &["5 million US dollars", "$2 million dollars"][..]),
            ("She paid US dollars 500 for it.", &["US dollars 500"][..]),
            (
                "It lost tens of thousands of dirhams, billions of dollars and half a million pounds.",
                &["tens of thousands of dirhams", "billions of dollars", "half a million pounds"][..],
            ),
            ("A multimillion-dollar deal and a ten-million-pound house.", &["multimillion-dollar", "ten-million-pound"][..]),
            ("It costs 50 pounds, 40 pence and 500 won.", &["50 pounds", "40 pence", "500 won"][..]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_only_like_money_is_none() {
        for text in [
            "He ate a pound of flour and won 3 games; they 2 won.",
            "Some 5m runners and 3 million people came.",
            "Thousands of pounds of fish were sold.",
            "The 200-pound man weighs 220 pounds now.",
            "The yen was weak against the dollar.",
            "There are 5 real reasons, and 2019 marks the end.",
            "They met on SR 99 before COP 26 with R2 and N95 masks.",
            "It won the US 3 medals.",
            "He lost 20 pounds in 2 weeks.",
        ] {
            assert_eq!(found(text), &[] as &[&str], "{text}");
        }
    }
}
